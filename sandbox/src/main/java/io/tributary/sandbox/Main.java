package io.tributary.sandbox;

import io.tributary.tools.TributaryCommand;

/** The command line, with the commands that need the embedded stack. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(TributaryCommand.commandLine(new SandboxCommand()).execute(args));
  }
}
