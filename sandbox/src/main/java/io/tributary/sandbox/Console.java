package io.tributary.sandbox;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Help.Ansi;

/**
 * What the sandbox says: lines that stay, and on a terminal one line at the bottom that is
 * replaced. Where the output is no terminal, the replaceable line is printed now and then instead.
 */
final class Console {

  private static final long PLAIN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal = System.console() != null && Ansi.AUTO.enabled();
  private boolean statusShown;
  private long lastPlainStatus;

  Console(PrintWriter out) {
    this.out = out;
  }

  /** Prints a line; {@code @|bold text|@} and its like are coloured on a terminal. */
  synchronized void say(String line) {
    clearStatus();
    out.println((terminal ? Ansi.ON : Ansi.OFF).string(line));
    out.flush();
  }

  /** Prints text as it is. */
  synchronized void print(String text) {
    clearStatus();
    out.print(text);
    out.flush();
  }

  synchronized void status(String line) {
    if (terminal) {
      out.print(CLEAR_LINE + line);
      statusShown = true;
    } else if (System.nanoTime() - lastPlainStatus >= PLAIN_INTERVAL_NANOS) {
      out.println(line);
      lastPlainStatus = System.nanoTime();
    }
    out.flush();
  }

  private void clearStatus() {
    if (statusShown) {
      out.print(CLEAR_LINE);
      statusShown = false;
    }
  }
}
