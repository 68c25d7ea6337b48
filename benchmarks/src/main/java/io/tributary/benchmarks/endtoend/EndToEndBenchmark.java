package io.tributary.benchmarks.endtoend;

import io.tributary.benchmarks.process.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code benchmarks/run end-to-end}: the whole pipeline on this machine, one run of the sandbox for
 * each rate, and how long after its commit a change can be read in Redis.
 */
public final class EndToEndBenchmark {

  /** What a rate is held by: nobody has to wait for longer than this, but for one in a hundred. */
  private static final long HELD_WITHIN_MILLIS = 3_000;

  private static final double OF_RATE = 0.95;

  private final int seconds;
  private final int warmUpSeconds;
  private final Report report = new Report("end-to-end");
  private boolean allRight = true;

  private EndToEndBenchmark(int seconds, int warmUpSeconds) {
    this.seconds = seconds;
    this.warmUpSeconds = warmUpSeconds;
  }

  public static void main(String[] arguments) throws Exception {
    boolean quick = Arrays.asList(arguments).contains("--quick");
    int seconds = Integer.getInteger("seconds", quick ? 45 : 120);
    EndToEndBenchmark benchmark =
        new EndToEndBenchmark(seconds, Integer.getInteger("warm-up", seconds / 3));
    benchmark.run(
        Arrays.stream(System.getProperty("rates", "1000,5000").split(","))
            .map(rate -> Integer.valueOf(rate.strip()))
            .toList());
    System.exit(benchmark.allRight ? 0 : 1);
  }

  private void run(List<Integer> rates) throws IOException, InterruptedException {
    report.head(
        "%d s at each rate; the first %d s do not count but for `from the start`."
            .formatted(seconds, warmUpSeconds),
        List.of("changes/s", "features p50 / p95 / p99 / max ms", "from the start", "caches"));
    int highest = 0;
    for (int rate : rates) {
      SandboxRun run = SandboxRun.of(rate, seconds);
      allRight &= run.isRight();
      if (report(rate, run)) {
        highest = Math.max(highest, rate);
      }
    }
    report.ratio("highestRateHeld", highest);
    report.close();
  }

  /** Returns whether the rate was held. */
  private boolean report(int rate, SandboxRun run) {
    List<Long> features = run.lags("feature-rollup", warmUpSeconds);
    List<Long> caches = run.lags("cache-invalidation", warmUpSeconds);
    List<Long> whole = run.lags("feature-rollup", 0);
    boolean held =
        run.achievedRate() >= OF_RATE * rate
            && percentile(features, 99) <= HELD_WITHIN_MILLIS
            && percentile(caches, 99) <= HELD_WITHIN_MILLIS;
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("changesPerSecond", run.achievedRate());
    figures.put("held", held);
    figures.put("verified", run.isRight());
    figures.put("features", percentiles(features));
    figures.put("featuresFromStart", percentiles(whole));
    figures.put("caches", percentiles(caches));
    report.contender(
        String.format(Locale.ROOT, "%,d/s%s", rate, run.isRight() ? "" : ", differences found"),
        List.of(
            String.format(Locale.ROOT, "%,.0f", run.achievedRate()),
            text(features),
            text(whole),
            text(caches)),
        figures);
    return held;
  }

  private static Map<String, Long> percentiles(List<Long> sorted) {
    Map<String, Long> percentiles = new LinkedHashMap<>();
    IntStream.of(50, 95, 99, 100).forEach(p -> percentiles.put("p" + p, percentile(sorted, p)));
    return percentiles;
  }

  private static String text(List<Long> sorted) {
    List<String> each = new ArrayList<>();
    percentiles(sorted).values().forEach(ms -> each.add(String.format(Locale.ROOT, "%,d", ms)));
    return String.join(" / ", each);
  }

  /** By nearest rank. */
  private static long percentile(List<Long> sorted, int percent) {
    return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
  }
}
