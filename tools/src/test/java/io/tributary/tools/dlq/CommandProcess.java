package io.tributary.tools.dlq;

import io.tributary.tools.TributaryCommand;

/** The commands as a program, for tests that kill one. */
final class CommandProcess {

  private CommandProcess() {}

  /** Runs a command and leaves with its code. */
  public static void main(String[] arguments) {
    System.exit(TributaryCommand.commandLine().execute(arguments));
  }
}
