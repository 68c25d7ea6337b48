package io.tributary.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times from commit to visible effect, in milliseconds. Safe for several threads. */
final class LagSamples {

  private final List<Long> millis = new ArrayList<>();

  synchronized void add(long sample) {
    millis.add(sample);
  }

  /** The last sample, null where there is none yet. */
  synchronized @Nullable Long last() {
    return millis.isEmpty() ? null : millis.get(millis.size() - 1);
  }

  /** The percentiles by nearest rank, null where nothing was sampled. */
  synchronized Report.@Nullable Percentiles percentiles() {
    if (millis.isEmpty()) {
      return null;
    }
    List<Long> sorted = millis.stream().sorted().toList();
    return new Report.Percentiles(
        rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), sorted.get(sorted.size() - 1));
  }

  private static long rank(List<Long> sorted, int percent) {
    return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
  }
}
