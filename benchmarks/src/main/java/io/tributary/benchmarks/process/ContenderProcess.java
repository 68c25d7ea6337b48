package io.tributary.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A contender's own process. Does what it reads on standard input, line by line, and answers each
 * with a line: {@code check} with the number of final rows and a digest of them, {@code run} with
 * the nanoseconds that passed, those that all its threads computed, and the number of messages,
 * {@code plan} with the contender's plan, {@code state} with the {@link SavedState} of one that can
 * be restarted.
 */
public final class ContenderProcess {

  /** What lines of a plan are joined by, so that it is one. */
  static final String PLAN_LINE = " \\n ";

  /** What answers begin with; anything else is a log's. */
  private static final Set<String> ANSWERS =
      Set.of("ROWS ", "RAN ", "PLAN ", SavedState.ANSWER + " ");

  private ContenderProcess() {}

  /** Serves until standard input ends, and ends the process. */
  public static void serve(Contender contender, Path messages) throws Exception {
    Measured.open(messages);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = in.readLine(); command != null; command = in.readLine()) {
      System.out.println(
          switch (command) {
            case "check" -> check(contender);
            case "state" -> SavedState.of((Restartable) contender).answer();
            case "plan" -> "PLAN " + contender.plan().replace("\n", PLAN_LINE);
            default -> run(contender);
          });
      System.out.flush();
    }
    // Flink's own threads would keep the process.
    System.exit(0);
  }

  private static String check(Contender contender) throws Exception {
    Measured.collectRows(true);
    contender.run(true);
    Map<Long, String> rows = Objects.requireNonNull(Measured.rows());
    long digest = 0;
    for (String row : rows.values()) {
      digest += spread(row);
    }
    Measured.collectRows(false);
    return "ROWS " + rows.size() + " " + Long.toHexString(digest);
  }

  /** Does not depend on the order of rows, and two hashes make a chance match of sums unlikely. */
  private static long spread(String row) {
    return ((long) row.hashCode() << 32 | new StringBuilder(row).reverse().toString().hashCode())
        * 0x9E3779B97F4A7C15L;
  }

  private static String run(Contender contender) throws Exception {
    System.gc();
    contender.run(false);
    return "RAN %d %d %d"
        .formatted(Measured.elapsedNanos(), Measured.cpuNanos(), Measured.counted());
  }

  /** For the process at the other end. */
  static String answer(BufferedReader out, String contender) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (ANSWERS.contains(line.substring(0, line.indexOf(' ') + 1))) {
        return line;
      }
    }
    throw new IllegalStateException(contender + " ended before it answered");
  }
}
