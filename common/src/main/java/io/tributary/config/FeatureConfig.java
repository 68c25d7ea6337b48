package io.tributary.config;

import io.tributary.config.binding.Shapes;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One feature: {@code clicks: {count: true, where: {event_type: click}, over: [5m, 1h]}}.
 *
 * @param input the column that is aggregated; null for counts and ratios
 * @param where the values that columns must have for a row to count: String, Long, BigInteger,
 *     BigDecimal or Boolean; null for SQL's NULL
 * @param over empty for decayed aggregates and {@code LATEST}
 */
public record FeatureConfig(
    Aggregate aggregate,
    @Nullable String input,
    Map<String, @Nullable Object> where,
    List<Window> over,
    FeatureOptions options)
    implements Serializable {

  /** How rows become one value; see docs/features.md. */
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
    public boolean isPlain() {
      return this == DECAYED_COUNT || this == DECAYED_SUM || this == LATEST;
    }
  }

  /** Copies map and list. */
  public FeatureConfig {
    where = Immutable.copy(where);
    over = List.copyOf(over);
  }

  static void addTo(Shapes shapes) {
    shapes.written(FeatureConfig.class, FeatureForm.class, FeatureForm::toConfig, FeatureForm::of);
  }
}
