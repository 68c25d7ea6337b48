package io.tributary.tools.options;

import java.io.PrintWriter;
import picocli.CommandLine;

/** How commands say on standard error why they did not do all that they were asked for. */
public final class CommandError {

  private CommandError() {}

  /** Prints {@code tributary dlq show: no dead letter about 7}. */
  public static void print(CommandLine command, String what) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + what);
    err.flush();
  }
}
