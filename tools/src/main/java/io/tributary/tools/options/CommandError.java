package io.tributary.tools.options;

import io.tributary.config.ConnectionUrl;
import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * How commands say on standard error why they did not do all that they were asked for. Passwords in
 * URLs are masked, as arguments that are quoted may hold some.
 */
public final class CommandError {

  /** What may be a URL: something quoted, or a word. */
  private static final Pattern PHRASE = Pattern.compile("'[^'\n]*'|\\S+");

  private CommandError() {}

  /** Prints {@code tributary dlq show: no dead letter about 7}. */
  public static void print(CommandLine command, String what) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + masked(what));
    err.flush();
  }

  /** The same text with the passwords of URLs masked. */
  public static String masked(String what) {
    return PHRASE
        .matcher(what)
        .replaceAll(
            phrase -> Matcher.quoteReplacement(new ConnectionUrl(phrase.group()).toString()));
  }
}
