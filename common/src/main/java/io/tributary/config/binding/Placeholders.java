package io.tributary.config.binding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${env:NAME}} and {@code ${file:/path}} into texts, and remembers what must not be
 * shown. A file's last line break is left out. A second dollar sign in front keeps a placeholder as
 * it is.
 */
public final class Placeholders {
  /** What is shown instead of a value that a placeholder brought in. */
  public static final String MASK = "***";

  private static final String READABLE =
      "let it exist, hold UTF-8 text, and be readable by this process";

  static final Placeholders NONE = new Placeholders(name -> null);

  private static final Pattern SYNTAX =
      Pattern.compile("(?<escaped>\\$\\$\\{)|\\$\\{((?<kind>env|file):(?<name>[^}]+)\\})?");

  private final Environment environment;
  private final Map<String, String> masks = new LinkedHashMap<>();

  /** Where {@code ${env:NAME}} is looked up. */
  @FunctionalInterface
  public interface Environment {
    /** The variable's value; null where it is not set. */
    @Nullable String variable(String name);
  }

  /** A text with its placeholders filled in, and what may be shown of it. */
  record Filled(String text, String shown) {}

  public Placeholders(Environment environment) {
    this.environment = environment;
  }

  /** Every text that placeholders had a part in, with the text to show instead. */
  public Map<String, String> masks() {
    return Map.copyOf(masks);
  }

  /** Fills a text in; what is wrong with its placeholders is reported as problem and remedy. */
  Filled fill(String text, BiConsumer<String, String> report) {
    StringBuilder filled = new StringBuilder();
    StringBuilder shown = new StringBuilder();
    Matcher placeholder = SYNTAX.matcher(text);
    int end = 0;
    while (placeholder.find()) {
      boolean escaped = placeholder.group("escaped") != null;
      String between = text.substring(end, placeholder.start());
      filled.append(between).append(escaped ? "${" : value(placeholder, report));
      shown.append(between).append(escaped ? "${" : MASK);
      end = placeholder.end();
    }
    filled.append(text, end, text.length());
    shown.append(text, end, text.length());
    if (!shown.toString().contentEquals(filled)) {
      masks.put(filled.toString(), shown.toString());
    }
    return new Filled(filled.toString(), shown.toString());
  }

  private String value(Matcher placeholder, BiConsumer<String, String> report) {
    String name = placeholder.group("name");
    if (name == null) {
      report.accept(
          "\"${\" begins no known placeholder",
          "write ${env:NAME} or ${file:/path}, or $${ for a plain ${");
      return "";
    }
    return "env".equals(placeholder.group("kind")) ? variable(name, report) : content(name, report);
  }

  private String variable(String name, BiConsumer<String, String> report) {
    String value = environment.variable(name);
    if (value == null) {
      report.accept("the environment variable " + name + " is not set", "set it");
      return "";
    }
    return value;
  }

  private static String content(String path, BiConsumer<String, String> report) {
    try {
      return Files.readString(Path.of(path)).replaceFirst("\\R\\z", "");
    } catch (IOException unreadable) {
      report.accept(cannotBeRead(path, FileTrouble.of(unreadable)), READABLE);
    } catch (InvalidPathException unreadable) {
      report.accept(cannotBeRead(path, unreadable.getReason()), READABLE);
    }
    return "";
  }

  private static String cannotBeRead(String path, String why) {
    return "the file " + path + " cannot be read: " + why;
  }
}
