package io.tributary.benchmarks.ledger;

import io.tributary.benchmarks.process.Child;
import io.tributary.benchmarks.process.MessageWriter;
import io.tributary.benchmarks.process.Report;
import io.tributary.benchmarks.process.SavedState;
import io.tributary.benchmarks.process.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code benchmarks/run ledger [--quick]}: messages turned into what happened to each row, on
 * RocksDB: the jobs' own stream beside Flink SQL's ChangelogNormalize, as it comes, with
 * mini-batch, and with all that our jobs set of RocksDB by Flink's own settings. Beside these, with
 * all of our options, which shows what the code alone makes of it. Same messages, one process each,
 * runs in turn after some of each to warm up, in the first of which the final rows are compared. In
 * the end each saves its state and is restored. Prints two tables and writes {@code
 * benchmarks/target/ledger.json}.
 */
public final class LedgerBenchmark {

  /** No peer: nobody has our options factory without us. */
  private static final String SAME_OPTIONS = "sqlOurOptions";

  private static final List<String> CONTENDERS =
      List.of("tributary", "sql", "sqlMiniBatch", "sqlTuned", SAME_OPTIONS);
  private static final int ROWS = 1_000_000;
  private static final int QUICK_ROWS = 100_000;
  private static final int ROUNDS = 3;

  private LedgerBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    boolean quick = List.of(arguments).contains("--quick");
    int inserted = Integer.getInteger("rows", quick ? QUICK_ROWS : ROWS);
    Path messages = Report.target().resolve("ledger-" + inserted + ".messages");
    MessageWriter.write(messages, MessageWriter.Table.ofLedger(inserted));
    List<Child> children = new ArrayList<>();
    Map<Child, SavedState> saved = new LinkedHashMap<>();
    long rows;
    try {
      for (String contender : chosen()) {
        children.add(Child.start(LedgerProcess.class, contender, messages));
      }
      rows = compare(children);
      Child.warmUp(children);
      for (int round = 0; round < Integer.getInteger("rounds", ROUNDS); round++) {
        for (Child child : children) {
          System.err.printf("%s: %,d messages/s%n", child.contender(), child.run().perSecond());
        }
      }
      for (Child child : children) {
        saved.put(child, child.savedState());
      }
    } finally {
      children.forEach(Child::close);
    }
    report(saved, inserted, rows);
  }

  private static List<String> chosen() {
    String only = System.getProperty("contenders");
    return only == null ? CONTENDERS : Arrays.asList(only.split(","));
  }

  /**
   * Each runs over all messages once.
   *
   * @return how many rows there are in the end
   */
  private static long compare(List<Child> children) throws IOException {
    String expected = "";
    for (Child child : children) {
      if (child.contender().startsWith("sql")
          && child.plan().stream().noneMatch(line -> line.contains("ChangelogNormalize"))) {
        throw new IllegalStateException(child.contender() + " does not normalize");
      }
      String rows = child.finalRows();
      System.err.printf("%s leaves %s%n", child.contender(), rows);
      if (!expected.isEmpty() && !rows.equals(expected)) {
        throw new IllegalStateException("the contenders do not leave the same rows");
      }
      expected = rows;
    }
    return Long.parseLong(expected.split(" ")[1]);
  }

  private static void report(Map<Child, SavedState> saved, int inserted, long rows)
      throws IOException {
    List<Child> children = List.copyOf(saved.keySet());
    Report report = new Report("ledger");
    report.head(
        ("%,d rows inserted, RocksDB, parallelism 1; %d runs to warm up, then %d in turn, of which"
                + " the last 70 %% count.")
            .formatted(inserted, Child.WARM_UP, children.get(0).runs().size()),
        List.of("messages/s", "min", "max", "CPU us/message"));
    for (Child child : children) {
      Summary summary = Summary.of(child.runs());
      report.contender(child.contender(), summary.cells(), summary.asMap());
    }
    report.table(List.of("state bytes/row", "saved, s", "restored and saved, s"));
    saved.forEach(
        (child, state) ->
            report.contender(child.contender(), state.cells(rows), state.asMap(rows)));
    ratios(children, report);
    report.close();
  }

  /** Ours, which is the first, against the best of the ways to run the peer; and the other. */
  private static void ratios(List<Child> children, Report report) {
    if (children.size() == CONTENDERS.size()) {
      List<Child> usual = children.stream().filter(child -> !hasOurOptions(child)).toList();
      Child other =
          children.stream().filter(LedgerBenchmark::hasOurOptions).findAny().orElseThrow();
      ratio(usual, "rocksdb", report);
      ratio(List.of(usual.get(0), other), "rocksdbSameOptions", report);
    }
  }

  private static boolean hasOurOptions(Child child) {
    return child.contender().equals(SAME_OPTIONS);
  }

  private static void ratio(List<Child> children, String name, Report report) {
    Summary ours = Summary.of(children.get(0).runs());
    List<Summary> peers = children.stream().skip(1).map(child -> Summary.of(child.runs())).toList();
    long best = peers.stream().mapToLong(Summary::median).max().orElseThrow();
    double leastCpu = peers.stream().mapToDouble(Summary::cpuMicros).min().orElseThrow();
    report.ratio(name, (double) ours.median() / best);
    report.ratio(name + "Cpu", leastCpu / ours.cpuMicros());
  }
}
