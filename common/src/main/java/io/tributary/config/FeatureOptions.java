package io.tributary.config;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of an aggregate beside its input; null, or empty, where the file does not say.
 *
 * @param k how many values
 * @param at a rank from 0 to 1
 * @param bounds ascending
 * @param ratio the names of two features; empty for every other aggregate
 * @param approximate null for the aggregate's own default
 * @param cap how many values a tile may hold; null for the aggregate's own default
 * @param tile null for the one that follows from the window
 */
public record FeatureOptions(
    @Nullable Integer k,
    @Nullable BigDecimal at,
    List<BigDecimal> bounds,
    @Nullable Duration halfLife,
    List<String> ratio,
    @Nullable Boolean approximate,
    @Nullable Integer cap,
    @Nullable Duration tile,
    @Nullable String description,
    @Nullable String owner)
    implements Serializable {

  /** Nothing said. */
  public static final FeatureOptions NONE =
      new FeatureOptions(null, null, List.of(), null, List.of(), null, null, null, null, null);

  /** Copies the lists. */
  public FeatureOptions {
    bounds = List.copyOf(bounds);
    ratio = List.copyOf(ratio);
  }
}
