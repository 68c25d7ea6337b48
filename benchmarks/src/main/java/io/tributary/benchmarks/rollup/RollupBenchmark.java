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
 * stream beside Flink SQL, as it comes and made exact, each with and without mini-batch. One
 * process for each contender, runs in turn after some of each to warm up, of which the first is for
 * comparing what they compute. Prints a table and writes {@code benchmarks/target/rollup.json} with
 * the plans of SQL.
 */
public final class RollupBenchmark {

  private static final String OURS = "tributary";

  /** One peer, and the ways to run it, of which the best counts. */
  private record Peer(String ratioSuffix, List<String> contenders) {}

  private static final List<Peer> PEERS =
      List.of(
          new Peer("", List.of("sql", "sqlMiniBatch")),
          new Peer("Exact", List.of("sqlExact", "sqlExactMiniBatch")));

  private static final int ROUNDS = 3;

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
      Child.warmUp(children);
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
    if (only != null) {
      return List.of(only.split(","));
    }
    List<String> all = new ArrayList<>(List.of(OURS));
    PEERS.forEach(peer -> all.addAll(peer.contenders()));
    return all;
  }

  private void plans(List<Child> children, Scenario scenario) throws IOException {
    for (Child child : children) {
      if (child.contender().contains("/sql")) {
        List<String> plan = child.plan();
        boolean normalizes = plan.stream().anyMatch(line -> line.contains("ChangelogNormalize"));
        if (normalizes != child.contender().contains("Exact")) {
          throw new IllegalStateException(child.contender() + " has another plan than it should");
        }
        plans.put(scenario.title() + ", " + child.contender(), plan);
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
        "%s, %,d messages, parallelism 1, %s; %d runs to warm up, then %d in turn%n",
        scenario.title(),
        scenario.messages(),
        String.join(" ", Child.HEAP),
        Child.WARM_UP,
        children.get(0).runs().size());
    System.out.printf(
        "%-32s %12s %12s %12s %14s%n", "", "median/s", "min/s", "max/s", "CPU us/message");
    for (Child child : children) {
      Summary summary = Summary.of(child.runs());
      System.out.printf(
          "%-32s %,12d %,12d %,12d %14.1f%n",
          child.contender(), summary.median(), summary.min(), summary.max(), summary.cpuMicros());
      contenders.put(scenario.title() + ", " + child.contender(), summary.asMap());
    }
    PEERS.forEach(peer -> ratio(children, scenario, peer));
  }

  /**
   * Ours against the better of the ways to run a peer, if all of them ran; of several numbers of
   * users the worse counts.
   */
  private void ratio(List<Child> children, Scenario scenario, Peer peer) {
    List<Summary> ours = summaries(children, scenario, List.of(OURS));
    List<Summary> theirs = summaries(children, scenario, peer.contenders());
    if (ours.isEmpty() || theirs.size() < peer.contenders().size()) {
      return;
    }
    long best = theirs.stream().mapToLong(Summary::median).max().orElseThrow();
    double leastCpu = theirs.stream().mapToDouble(Summary::cpuMicros).min().orElseThrow();
    String name = scenario.ratio() + peer.ratioSuffix();
    ratios.merge(name, rounded((double) ours.get(0).median() / best), Math::min);
    ratios.merge(name + "Cpu", rounded(leastCpu / ours.get(0).cpuMicros()), Math::min);
  }

  private static List<Summary> summaries(
      List<Child> children, Scenario scenario, List<String> names) {
    List<String> wanted = names.stream().map(scenario::contender).toList();
    return children.stream()
        .filter(child -> wanted.contains(child.contender()))
        .map(child -> Summary.of(child.runs()))
        .toList();
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
