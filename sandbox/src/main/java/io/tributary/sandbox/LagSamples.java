package io.tributary.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times from commit to visible effect, in milliseconds. Safe for several threads. */
final class LagSamples {

  private final long startedNanos = System.nanoTime();
  private final List<Sample> samples = new ArrayList<>();

  /**
   * @param committed after the probe began
   */
  private record Sample(Duration committed, long millis) {}

  /** Both by {@link System#nanoTime}. */
  synchronized void add(long committedNanos, long seenNanos) {
    samples.add(
        new Sample(
            Duration.ofNanos(committedNanos - startedNanos),
            TimeUnit.NANOSECONDS.toMillis(seenNanos - committedNanos)));
  }

  /** The last sample, null where there is none yet. */
  synchronized @Nullable Long last() {
    return samples.isEmpty() ? null : samples.get(samples.size() - 1).millis();
  }

  /** The percentiles by nearest rank, null where nothing was sampled. */
  synchronized Report.@Nullable Percentiles percentiles() {
    if (samples.isEmpty()) {
      return null;
    }
    List<Long> sorted = samples.stream().map(Sample::millis).sorted().toList();
    return new Report.Percentiles(
        rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), sorted.get(sorted.size() - 1));
  }

  private static long rank(List<Long> sorted, int percent) {
    return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
  }

  /** Each as {@code store,seconds at which it was committed,milliseconds}. */
  synchronized List<String> lines(String store) {
    return samples.stream()
        .map(s -> store + "," + s.committed().toMillis() / 1000.0 + "," + s.millis())
        .toList();
  }
}
