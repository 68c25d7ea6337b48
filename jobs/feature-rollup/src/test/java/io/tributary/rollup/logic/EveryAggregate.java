package io.tributary.rollup.logic;

import static io.tributary.rollup.logic.Events.capped;
import static io.tributary.rollup.logic.Events.feature;
import static io.tributary.rollup.logic.Events.plain;

import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.rollup.logic.row.And;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rollups that use every function on every kind of column that it takes. */
public final class EveryAggregate {

  private static final List<String> ORDERED =
      List.of(
          "value",
          "amount",
          "score",
          "flag",
          "device",
          "occurred_at",
          "local_at",
          "weight",
          "day",
          "ref");
  private static final List<String> NUMBERS = List.of("value", "amount", "score", "weight");
  private static final BigDecimal MEDIAN = new BigDecimal("0.5");
  private static final Map<String, String> CLICK = Map.of("event_type", "click");

  static final List<Rollup> ROLLUPS =
      List.of(
          byUser("by_user", 1_000),
          Events.rollup(
              "numbers",
              List.of("device"),
              "local_at",
              NUMBERS.stream().flatMap(EveryAggregate::ofNumbers).toArray(Feature[]::new)),
          Events.rollup(
              "values",
              List.of("user_id"),
              "day",
              ORDERED.stream().flatMap(EveryAggregate::ofValues).toArray(Feature[]::new)),
          Rollup.of(
              "profiles",
              Events.TABLE.table(),
              List.of("user_id"),
              null,
              List.of(
                  plain("type", Functions.LATEST, "event_type", FeatureWindow.always()),
                  plain("day", Functions.LATEST, "day", FeatureWindow.always()))));

  private EveryAggregate() {}

  /** A rollup of what can exceed a cap. */
  public static Rollup byUser(String name, int cap) {
    Feature clicks = Events.count("clicks", CLICK, "5m");
    Feature spend = feature("spend", Functions.SUM, "value", "1h");
    return Events.rollup(
        name,
        List.of("user_id"),
        "occurred_at",
        capped(feature("max", Functions.MAX, "score", "5m", "1d", "lifetime"), cap),
        capped(feature("min", Functions.MIN, "value", CLICK, "1h", "30d", "lifetime"), cap),
        capped(feature("first", Functions.FIRST, "device", "1d", "lifetime"), cap),
        capped(feature("last", Functions.LAST, "flag", "1h", "lifetime"), cap),
        capped(feature("last3", Functions.last(3), "amount", "1h", "lifetime"), Math.max(cap, 4)),
        capped(feature("first2", Functions.first(2), "occurred_at", "90s", "40d"), cap),
        capped(feature("top", Functions.top(3), "device", CLICK, "1h", "7d", "lifetime"), cap),
        capped(feature("distinct", Functions.DISTINCT, "amount", "1d", "lifetime"), cap),
        capped(feature("p90", Functions.percentile(new BigDecimal("0.9")), "value", "1d"), cap),
        capped(plain("device", Functions.LATEST, "device", FeatureWindow.always()), cap),
        plain("interest", Functions.DECAYED_COUNT, null, FeatureWindow.decaying(hours(6))),
        plain("budget", Functions.DECAYED_SUM, "value", FeatureWindow.decaying(hours(1) / 60)),
        new Feature(
            "tiled",
            Functions.COUNT,
            null,
            new And(List.of()),
            List.of(
                Events.window("1h").inTilesOf(hours(1)),
                Events.window("lifetime").inTilesOf(hours(2)))),
        Events.ratio("ctr", clicks, Events.count("all", Map.of(), "1s"), "1h"),
        Events.ratio("price", spend, clicks, "5m", "lifetime"));
  }

  private static long hours(int hours) {
    return Duration.ofHours(hours).toMillis();
  }

  private static Stream<Feature> ofNumbers(String column) {
    return Stream.of(
        feature(column + "_sum", Functions.SUM, column, "1h", "lifetime"),
        feature(column + "_avg", Functions.AVG, column, "1d", "lifetime"),
        feature(column + "_var", Functions.VARIANCE, column, CLICK, "1h", "lifetime"),
        feature(column + "_dev", Functions.STDDEV, column, "1h", "lifetime"),
        feature(column + "_about", Functions.aboutPercentile(MEDIAN), column, "1d", "lifetime"),
        feature(
            column + "_parts",
            Functions.histogram(
                List.of(new BigDecimal("-1"), new BigDecimal("0.1"), BigDecimal.TEN)),
            column,
            "1d",
            "lifetime"),
        plain(column + "_faded", Functions.DECAYED_SUM, column, FeatureWindow.decaying(hours(2))));
  }

  private static Stream<Feature> ofValues(String column) {
    return Stream.of(
        feature(column + "_min", Functions.MIN, column, "30d"),
        feature(column + "_max", Functions.MAX, column, "lifetime"),
        feature(column + "_first", Functions.FIRST, column, "30d"),
        feature(column + "_last", Functions.last(4), column, "lifetime"),
        feature(column + "_top", Functions.top(2), column, "lifetime"),
        feature(column + "_distinct", Functions.DISTINCT, column, "30d", "lifetime"),
        feature(column + "_about", Functions.ABOUT_DISTINCT, column, "lifetime"),
        feature(column + "_median", Functions.percentile(MEDIAN), column, "30d", "lifetime"));
  }
}
