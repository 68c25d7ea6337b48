package io.tributary.rollup.logic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** When windows begin and end, and which rows are in them. */
record WindowSql(Rollup rollup, ColumnSql columns) {

  private static final String ORIGIN = "TIMESTAMPTZ '1970-01-01T00:00:00Z'";

  /** The bounds of windows at {@code t}, to be selected as {@code b}. */
  String bounds(Collection<FeatureWindow> windows) {
    Map<String, String> bounds = new LinkedHashMap<>();
    for (FeatureWindow window : windows) {
      String tile = interval(window.tileMillis());
      if (!window.isLifetime()) {
        String length = interval(window.millis());
        bounds.put(from(window), "date_bin(%s, t - %s, %s)".formatted(tile, length, ORIGIN));
      }
      bounds.put(to(window), "date_bin(%s, t, %s) + %s".formatted(tile, ORIGIN, tile));
    }
    return bounds.entrySet().stream()
        .map(bound -> bound.getValue() + " AS " + bound.getKey())
        .collect(Collectors.joining(",\n  ", "\n  ", "\n "));
  }

  private static String from(FeatureWindow window) {
    return ColumnSql.quoted("from " + name(window));
  }

  private static String to(FeatureWindow window) {
    return ColumnSql.quoted("to " + name(window));
  }

  private static String name(FeatureWindow window) {
    if (window.decays()) {
      return "half-life " + window.halfLifeMillis() + "ms in " + window.tileMillis() + "ms";
    }
    String label = window.isLifetime() ? "lifetime" : window.label();
    return new FeatureWindow(window.label(), window.millis()).equals(window)
        ? label
        : label + " in " + window.tileMillis() + "ms";
  }

  /** In hours, as days are not all alike; PostgreSQL takes no more than 68 years in seconds. */
  private static String interval(long millis) {
    long seconds = millis / 1000;
    return "INTERVAL '%d:%02d:%02d.%03d'"
        .formatted(seconds / 3600, seconds / 60 % 60, seconds % 60, millis % 1000);
  }

  /** Whether a row's time is in a window. */
  String in(FeatureWindow window) {
    if (rollup.eventTime() == null) {
      return "true";
    }
    String before = eventTime() + " < b." + to(window);
    return window.isLifetime() ? before : eventTime() + " >= b." + from(window) + " AND " + before;
  }

  /** The rows that count for any result. */
  String counted() {
    List<String> all = new ArrayList<>();
    rollup
        .entity()
        .forEach(column -> all.add(columns.column(column, RowReader.ENTITY) + " IS NOT NULL"));
    String any =
        rollup.features().stream()
            .flatMap(
                feature ->
                    feature.sources().stream()
                        .map(
                            source -> columns.condition(source.where()) + anyOf(feature.windows())))
            .distinct()
            .collect(Collectors.joining("\n   OR ", "(", ")"));
    all.add(any);
    return String.join(" AND ", all);
  }

  private String anyOf(List<FeatureWindow> some) {
    return some.stream()
        .map(window -> "(" + in(window) + ")")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** How much a row of a window counts: half of what it did a half-life before. */
  String weight(FeatureWindow window) {
    if (!window.decays()) {
      return "1";
    }
    String tile = interval(window.tileMillis());
    return "power(2::double precision, extract(epoch FROM date_bin(%s, %s, %s) - (b.%s - %s))::double precision / %s)"
        .formatted(
            tile,
            eventTime(),
            ORIGIN,
            to(window),
            tile,
            BigDecimal.valueOf(window.halfLifeMillis(), 3).toPlainString());
  }

  /** Zone-less columns are read as UTC. */
  String eventTime() {
    String name = String.valueOf(rollup.eventTime());
    String column = columns.column(name, RowReader.EVENT_TIME);
    return switch (columns.kind(name, RowReader.EVENT_TIME)) {
      case DATE -> column + "::timestamp AT TIME ZONE 'UTC'";
      case TIMESTAMP -> column + " AT TIME ZONE 'UTC'";
      default -> column;
    };
  }
}
