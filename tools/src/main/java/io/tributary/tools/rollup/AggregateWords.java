package io.tributary.tools.rollup;

import static java.util.Objects.requireNonNull;

import io.tributary.config.FeatureConfig;
import io.tributary.config.FeatureConfig.Aggregate;
import io.tributary.config.FeatureOptions;
import io.tributary.config.binding.Durations;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What aggregates compute, for people. */
final class AggregateWords {

  private AggregateWords() {}

  /** {@code sum of value}, {@code 3 most frequent category, as a list}. */
  static String of(FeatureConfig config) {
    FeatureOptions options = config.options();
    String input = config.input();
    return switch (config.aggregate()) {
      case COUNT -> "number of rows";
      case SUM -> "sum of " + input;
      case AVG -> "mean of " + input;
      case MIN -> "smallest " + input;
      case MAX -> "greatest " + input;
      case VARIANCE -> "sample variance of " + input;
      case STDDEV -> "sample standard deviation of " + input;
      case FIRST -> inOrder("first", options.k(), input);
      case LAST -> inOrder("last", options.k(), input);
      case TOP -> options.k() + " most frequent " + input + ", as a list";
      case DISTINCT -> "number of different " + input;
      case PERCENTILE -> "percentile " + options.at() + " of " + input;
      case HISTOGRAM -> histogram(options, input);
      case DECAYED_COUNT -> "number of rows, of which each " + halves(options);
      case DECAYED_SUM -> "sum of " + input + ", of which each row " + halves(options);
      case RATIO -> "ratio of " + String.join(" to ", options.ratio());
      case LATEST -> "value of " + input + " in the latest row";
    };
  }

  private static String inOrder(String which, @Nullable Integer k, @Nullable String input) {
    return k == null
        ? "value of " + input + " in the " + which + " row"
        : "values of %s in the %s %d rows, as a list that begins with the %s"
            .formatted(input, which, k, which);
  }

  private static String histogram(FeatureOptions options, @Nullable String input) {
    return "numbers of rows whose "
        + input
        + " is below "
        + options.bounds().stream()
            .map(BigDecimal::toPlainString)
            .collect(Collectors.joining(", from there below "))
        + ", and from there on, as a list";
  }

  private static String halves(FeatureOptions options) {
    return "counts half after every " + Durations.format(requireNonNull(options.halfLife()));
  }

  /** What there is where no row counts. */
  static String ofNoRows(Aggregate aggregate) {
    return switch (aggregate) {
      case COUNT, SUM, DISTINCT, DECAYED_COUNT, DECAYED_SUM -> "0";
      default -> "absent";
    };
  }
}
