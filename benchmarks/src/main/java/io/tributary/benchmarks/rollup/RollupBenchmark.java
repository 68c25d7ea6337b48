package io.tributary.benchmarks.rollup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tributary.benchmarks.process.Child;
import io.tributary.benchmarks.process.MessageWriter;
import io.tributary.benchmarks.process.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code benchmarks/run rollup [--quick]}: features per user from the same messages, the job's own
 * stream beside Flink SQL with and without mini-batch. One process for each contender, runs in turn
 * after some of each to warm up, of which the first is for comparing what they compute. Prints a
 * table and writes {@code benchmarks/target/rollup.json} with the plans of SQL.
 */
public final class RollupBenchmark {

  private static final List<String> CONTENDERS = List.of("tributary", "sql", "sqlMiniBatch");
  private static final int ROUNDS = 3;

  /** After so many runs, no contender is much faster in the next. */
  private static final int WARM_UP = Integer.getInteger("warm-up", 5);

  private final Path target;
  private final boolean quick;
  private final Map<String, Object> contenders = new LinkedHashMap<>();
  private final Map<String, Double> ratios = new LinkedHashMap<>();
  private final Map<String, List<String>> plans = new LinkedHashMap<>();

  private RollupBenchmark(Path target, boolean quick) {
    this.target = target;
    this.quick = quick;
  }

  public static void main(String[] arguments) throws Exception {
    boolean quick = List.of(arguments).contains("--quick");
    Path target = Path.of(System.getProperty("tributary.home", "."), "benchmarks", "target");
    RollupBenchmark benchmark = new RollupBenchmark(target, quick);
    String only = System.getProperty("scenarios", "");
    for (Scenario scenario : Scenario.all(quick)) {
      if (scenario.title().contains(only)) {
        benchmark.run(scenario);
      }
    }
    benchmark.report();
  }

  private void run(Scenario scenario) throws IOException {
    Path messages = target.resolve(scenario.file());
    MessageWriter.write(
        messages, MessageWriter.Table.ofRollup(scenario.messages(), scenario.users()));
    List<Child> children = new ArrayList<>();
    try {
      for (String name : chosen()) {
        children.add(Child.start(RollupProcess.class, scenario.contender(name), messages));
      }
      plans(children, scenario);
      compare(children);
      for (int run = 1; run < WARM_UP; run++) {
        for (Child child : children) {
          child.warmUp();
        }
      }
      int rounds = Integer.getInteger("rounds", quick ? 1 : ROUNDS);
      for (int round = 0; round < rounds; round++) {
        for (Child child : children) {
          System.err.printf("%s: %,d messages/s%n", child.contender(), child.run().perSecond());
        }
      }
    } finally {
      children.forEach(Child::close);
    }
    print(children, scenario);
  }

  private static List<String> chosen() {
    String only = System.getProperty("contenders");
    return only == null ? CONTENDERS : List.of(only.split(","));
  }

  private void plans(List<Child> children, Scenario scenario) throws IOException {
    for (Child child : children) {
      if (child.contender().contains("/sql")) {
        plans.put(scenario.title() + ", " + child.contender(), child.plan());
      }
    }
  }

  /** Also what warms the processes up: each runs over all messages once. */
  private static void compare(List<Child> children) throws IOException {
    String expected = "";
    for (Child child : children) {
      String rows = child.finalRows();
      System.err.printf("%s leaves %s%n", child.contender(), rows);
      if (!expected.isEmpty() && !rows.equals(expected)) {
        throw new IllegalStateException("the contenders do not compute the same");
      }
      expected = rows;
    }
  }

  private void print(List<Child> children, Scenario scenario) {
    System.out.printf(
        "%s, %,d messages, parallelism 1; %d runs to warm up, then %d in turn%n",
        scenario.title(), scenario.messages(), WARM_UP, children.get(0).runs().size());
    System.out.printf(
        "%-32s %12s %12s %12s %14s%n", "", "median/s", "min/s", "max/s", "CPU us/message");
    for (Child child : children) {
      Summary summary = Summary.of(child.runs());
      System.out.printf(
          "%-32s %,12d %,12d %,12d %14.1f%n",
          child.contender(), summary.median(), summary.min(), summary.max(), summary.cpuMicros());
      contenders.put(scenario.title() + ", " + child.contender(), summary.asMap());
    }
    if (children.size() == CONTENDERS.size()) {
      ratios(children, scenario);
    }
  }

  /**
   * Ours, which is the first, against the better of the two ways to run the peer; of several
   * numbers of users the worse counts.
   */
  private void ratios(List<Child> children, Scenario scenario) {
    Summary ours = Summary.of(children.get(0).runs());
    List<Summary> peers = children.stream().skip(1).map(child -> Summary.of(child.runs())).toList();
    long best = peers.stream().mapToLong(Summary::median).max().orElseThrow();
    double leastCpu = peers.stream().mapToDouble(Summary::cpuMicros).min().orElseThrow();
    ratios.merge(scenario.ratio(), rounded((double) ours.median() / best), Math::min);
    ratios.merge(scenario.ratio() + "Cpu", rounded(leastCpu / ours.cpuMicros()), Math::min);
  }

  private static double rounded(double ratio) {
    return Math.round(100 * ratio) / 100.0;
  }

  private void report() throws IOException {
    System.out.println("ratios " + ratios);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("contenders", contenders);
    report.put("ratios", ratios);
    report.put("plans", plans);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(target.resolve("rollup.json").toFile(), report);
  }
}
