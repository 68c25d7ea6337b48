package io.tributary.benchmarks.rollup;

import io.tributary.benchmarks.process.Child;
import io.tributary.benchmarks.process.MessageWriter;
import io.tributary.benchmarks.process.Report;
import io.tributary.benchmarks.process.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code benchmarks/run growth}: what a message costs our rollups as features, windows and users
 * grow, on heap. Prints a table, and writes {@code docs/rollup-cost.svg}.
 */
public final class GrowthBenchmark {

  private static final int MESSAGES = Integer.getInteger("messages", 300_000);
  private static final int USERS = 10_000;
  private static final Growth USUAL = new Growth(6, 2);

  private final Report report = new Report("growth");
  private final Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();

  private GrowthBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    GrowthBenchmark benchmark = new GrowthBenchmark();
    benchmark.report.head(
        "%,d messages, heap, parallelism 1; a run to warm up, then %d."
            .formatted(MESSAGES, rounds()),
        List.of("messages/s", "min", "max", "CPU us/message"));
    for (int features : new int[] {1, 3, 6, 12, 18}) {
      benchmark.measure("features", features, new Growth(features, USUAL.windows()), USERS);
    }
    for (int windows : new int[] {1, 2, 4, 8}) {
      benchmark.measure("windows", windows, new Growth(USUAL.features(), windows), USERS);
    }
    for (int users : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
      benchmark.measure("users", users, USUAL, users);
    }
    benchmark.report.close();
    Path docs = Report.target().resolve("../../docs/rollup-cost.svg").normalize();
    Files.writeString(docs, new Chart(benchmark.lines).svg());
  }

  private static int rounds() {
    return Integer.getInteger("rounds", 2);
  }

  private void measure(String what, int size, Growth growth, int users) throws IOException {
    Path messages = Report.target().resolve("rollup-" + users + "-" + MESSAGES + ".messages");
    MessageWriter.write(messages, MessageWriter.Table.ofRollup(MESSAGES, users));
    try (Child child = Child.start(RollupProcess.class, growth.toString(), messages)) {
      child.finalRows();
      for (int round = 0; round < rounds(); round++) {
        child.run();
      }
      Summary summary = Summary.of(child.runs());
      report.contender("%,d %s".formatted(size, what), summary.cells(), summary.asMap());
      lines.computeIfAbsent(what, any -> new LinkedHashMap<>()).put(size, summary.cpuMicros());
    }
  }
}
