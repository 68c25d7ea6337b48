package io.tributary.config;

import io.tributary.config.FeatureConfig.Aggregate;
import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The written form of a feature, in which the aggregate is a key: {@code sum: value}. */
record FeatureForm(
    @Doc("`true`: the number of rows.") @Nullable Boolean count,
    @Doc("The column whose sum to take.") @Nullable String sum,
    @Doc("The column whose mean to take.") @Nullable String avg,
    @Doc("The column whose smallest value to take.") @Nullable String min,
    @Doc("The column whose greatest value to take.") @Nullable String max,
    @Doc("The column whose sample variance to take.") @Nullable String variance,
    @Doc("The column whose sample standard deviation to take.") @Nullable String stddev,
    @Doc("The column whose value in the first row to take, or in the first k rows.")
        @Nullable String first,
    @Doc("The column whose value in the last row to take, or in the last k rows.")
        @Nullable String last,
    @Doc("The column whose k most frequent values to take.") @Nullable String top,
    @Doc("The column whose different values to count.") @Nullable String distinct,
    @Doc("The column whose value at a rank to take.") @Nullable String percentile,
    @Doc("The column whose numbers to count between bounds.") @Nullable String histogram,
    @Doc("`true`: the number of rows, in which a row halves with every half-life.")
        @Nullable Boolean decayedCount,
    @Doc("The column whose sum to take, in which a row halves with every half-life.")
        @Nullable String decayedSum,
    @Doc("Two features of this rollup, counts or sums, the first to be divided by the second.")
        @Nullable List<String> ratio,
    @Doc("The column whose value in the latest row to take, without a window.")
        @Nullable String latest,
    @Doc("How many values top, first or last list; first and last without it are one value.")
        @Nullable Integer k,
    @Doc("The rank of percentile, between 0 and 1: 0.95.") @Nullable BigDecimal at,
    @Doc(value = "The bounds of histogram, ascending.", nonEmpty = true)
        @Nullable List<BigDecimal> bounds,
    @Doc("How long it takes a decayed aggregate to count a row half.") @Nullable Duration halfLife,
    @Doc(
            "Whether distinct or percentile is about right whatever the number of values, rather than"
                + " exact up to the cap: for distinct false, for percentile true if not given.")
        @Nullable Boolean approximate,
    @Doc(
            "How many values a tile may hold before the feature is absent and listed in _beyond_cap:"
                + " 1000 if not given; of min, max, first, last and latest, the best 32 and k.")
        @Nullable Integer cap,
    @Doc("The length of the tiles that windows are made of, if it is not to follow from theirs.")
        @Nullable Duration tile,
    @Doc(value = "Only rows that meet all of these count; see docs/features.md.", byDefault = "{}")
        Filter where,
    @Doc(
            value =
                "Windows, such as 5m, 7d or lifetime; a value for each, named clicks_5m. Decayed aggregates and latest"
                    + " have none.",
            nonEmpty = true)
        @Nullable List<Window> over,
    @Doc("For people.") @Nullable String description,
    @Doc("Who answers for the feature.") @Nullable String owner)
    implements Checked {

  @Override
  public void check(Place place) {
    new FeatureCheck(this, place).report();
  }

  FeatureConfig toConfig() {
    Aggregate aggregate = Aggregate.COUNT;
    String input = null;
    for (Aggregate each : Aggregate.values()) {
      Object value = written(each);
      if (value != null && !Boolean.FALSE.equals(value)) {
        aggregate = each;
        input = value instanceof String column ? column : null;
      }
    }
    FeatureOptions options =
        new FeatureOptions(
            k,
            at,
            bounds == null ? List.of() : bounds,
            halfLife,
            ratio == null ? List.of() : ratio,
            approximate,
            cap,
            tile,
            description,
            owner);
    return new FeatureConfig(aggregate, input, where, over == null ? List.of() : over, options);
  }

  /** What is written for an aggregate, null for nothing. */
  @Nullable Object written(Aggregate aggregate) {
    return switch (aggregate) {
      case COUNT -> count;
      case SUM -> sum;
      case AVG -> avg;
      case MIN -> min;
      case MAX -> max;
      case VARIANCE -> variance;
      case STDDEV -> stddev;
      case FIRST -> first;
      case LAST -> last;
      case TOP -> top;
      case DISTINCT -> distinct;
      case PERCENTILE -> percentile;
      case HISTOGRAM -> histogram;
      case DECAYED_COUNT -> decayedCount;
      case DECAYED_SUM -> decayedSum;
      case RATIO -> ratio;
      case LATEST -> latest;
    };
  }

  static FeatureForm of(FeatureConfig feature) {
    FeatureOptions options = feature.options();
    return new FeatureForm(
        feature.aggregate() == Aggregate.COUNT ? true : null,
        input(feature, Aggregate.SUM),
        input(feature, Aggregate.AVG),
        input(feature, Aggregate.MIN),
        input(feature, Aggregate.MAX),
        input(feature, Aggregate.VARIANCE),
        input(feature, Aggregate.STDDEV),
        input(feature, Aggregate.FIRST),
        input(feature, Aggregate.LAST),
        input(feature, Aggregate.TOP),
        input(feature, Aggregate.DISTINCT),
        input(feature, Aggregate.PERCENTILE),
        input(feature, Aggregate.HISTOGRAM),
        feature.aggregate() == Aggregate.DECAYED_COUNT ? true : null,
        input(feature, Aggregate.DECAYED_SUM),
        options.ratio().isEmpty() ? null : options.ratio(),
        input(feature, Aggregate.LATEST),
        options.k(),
        options.at(),
        options.bounds().isEmpty() ? null : options.bounds(),
        options.halfLife(),
        options.approximate(),
        options.cap(),
        options.tile(),
        feature.where(),
        feature.over().isEmpty() ? null : feature.over(),
        options.description(),
        options.owner());
  }

  private static @Nullable String input(FeatureConfig feature, Aggregate aggregate) {
    return feature.aggregate() == aggregate ? Objects.requireNonNull(feature.input()) : null;
  }
}
