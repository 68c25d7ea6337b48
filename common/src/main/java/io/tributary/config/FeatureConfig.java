package io.tributary.config;

import io.tributary.config.binding.Shapes;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One feature: {@code clicks: {count: true, where: {event_type: click}, over: [5m, 1h]}}.
 *
 * @param input the column that is aggregated; null for counts and ratios
 * @param where what a row must meet to count
 * @param over empty for decayed aggregates and {@code LATEST}
 */
public record FeatureConfig(
    Aggregate aggregate,
    @Nullable String input,
    Filter where,
    List<Window> over,
    FeatureOptions options)
    implements Serializable {

  /** How rows become one value; see docs/aggregates.md. */
  public enum Aggregate {
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX,
    VARIANCE,
    STDDEV,
    FIRST,
    LAST,
    TOP,
    DISTINCT,
    PERCENTILE,
    HISTOGRAM,
    DECAYED_COUNT,
    DECAYED_SUM,
    RATIO,
    LATEST;

    /** The key that says so: {@code decayed-count}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether there is no window to choose, so that the one result has the feature's name. */
    boolean isPlain() {
      return this == DECAYED_COUNT || this == DECAYED_SUM || this == LATEST;
    }
  }

  /** Copies the list. */
  public FeatureConfig {
    over = List.copyOf(over);
  }

  static void addTo(Shapes shapes) {
    shapes.written(FeatureConfig.class, FeatureForm.class, FeatureForm::toConfig, FeatureForm::of);
  }
}
