package io.tributary.benchmarks.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tributary.benchmarks.process.Child;
import io.tributary.benchmarks.process.MessageWriter;
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
 * RocksDB: the jobs' own stream beside Flink SQL's ChangelogNormalize, with and without mini-batch.
 * Same messages, one process each, runs in turn after one of each to warm up; final rows are
 * compared first. Prints a table and writes {@code benchmarks/target/ledger.json}.
 */
public final class LedgerBenchmark {

  private static final List<String> CONTENDERS = List.of("tributary", "sql", "sqlMiniBatch");
  private static final int ROWS = 1_000_000;
  private static final int QUICK_ROWS = 150_000;
  private static final int ROUNDS = 3;

  private LedgerBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    boolean quick = List.of(arguments).contains("--quick");
    Path target = Path.of(System.getProperty("tributary.home", "."), "benchmarks", "target");
    int inserted = Integer.getInteger("rows", quick ? QUICK_ROWS : ROWS);
    Path messages = target.resolve("ledger-" + inserted + ".messages");
    MessageWriter.write(messages, MessageWriter.Table.ofLedger(inserted));
    List<Child> children = new ArrayList<>();
    try {
      for (String contender : chosen()) {
        children.add(Child.start(LedgerProcess.class, contender, messages));
      }
      compare(children);
      for (int round = 0; round < Integer.getInteger("rounds", ROUNDS); round++) {
        for (Child child : children) {
          System.err.printf("%s: %,d messages/s%n", child.contender(), child.run().perSecond());
        }
      }
    } finally {
      children.forEach(Child::close);
    }
    report(children, target.resolve("ledger.json"), inserted);
  }

  private static List<String> chosen() {
    String only = System.getProperty("contenders");
    return only == null ? CONTENDERS : Arrays.asList(only.split(","));
  }

  /** Also what warms the processes up: each runs over all messages once. */
  private static void compare(List<Child> children) throws IOException {
    String expected = "";
    for (Child child : children) {
      String rows = child.finalRows();
      System.err.printf("%s leaves %s%n", child.contender(), rows);
      if (!expected.isEmpty() && !rows.equals(expected)) {
        throw new IllegalStateException("the contenders do not leave the same rows");
      }
      expected = rows;
    }
  }

  private static void report(List<Child> children, Path file, int inserted) throws IOException {
    System.out.printf(
        "%,d rows inserted, RocksDB, parallelism 1; one run to warm up, then %d in turn%n",
        inserted, children.get(0).runs().size());
    System.out.printf(
        "%-14s %12s %12s %12s %14s%n", "", "median/s", "min/s", "max/s", "CPU us/message");
    Map<String, Map<String, Object>> contenders = new LinkedHashMap<>();
    for (Child child : children) {
      Summary summary = Summary.of(child.runs());
      System.out.printf(
          "%-14s %,12d %,12d %,12d %14.1f%n",
          child.contender(), summary.median(), summary.min(), summary.max(), summary.cpuMicros());
      contenders.put(child.contender(), summary.asMap());
    }
    Map<String, Object> ratios = ratios(children);
    System.out.println("ratios " + ratios);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), Map.of("contenders", contenders, "ratios", ratios));
  }

  /** Ours, which is the first, against the better of the two ways to run the peer. */
  private static Map<String, Object> ratios(List<Child> children) {
    Map<String, Object> ratios = new LinkedHashMap<>();
    if (children.size() == CONTENDERS.size()) {
      Summary ours = Summary.of(children.get(0).runs());
      List<Summary> peers =
          children.stream().skip(1).map(child -> Summary.of(child.runs())).toList();
      long best = peers.stream().mapToLong(Summary::median).max().orElseThrow();
      double leastCpu = peers.stream().mapToDouble(Summary::cpuMicros).min().orElseThrow();
      ratios.put("rocksdb", Math.round(100.0 * ours.median() / best) / 100.0);
      ratios.put("rocksdbCpu", Math.round(100.0 * leastCpu / ours.cpuMicros()) / 100.0);
    }
    return ratios;
  }
}
