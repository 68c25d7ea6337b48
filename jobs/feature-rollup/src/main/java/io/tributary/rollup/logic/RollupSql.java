package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import io.tributary.rollup.logic.row.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL that says what the features of a rollup are at a moment T of database time: one row for
 * each entity that has any, of whose columns the first is the entity as in Redis keys and the
 * others are {@link Rollup#fields} in their order.
 *
 * <p>It does not depend on the session's time zone or settings. Columns are to be read by position:
 * PostgreSQL shortens names beyond 63 bytes.
 */
public final class RollupSql {

  private static final String ORIGIN = "TIMESTAMPTZ '1970-01-01T00:00:00Z'";

  private final Rollup rollup;
  private final ColumnSql columns;

  private RollupSql(Rollup rollup, RowSchema table) {
    this.rollup = rollup;
    this.columns = new ColumnSql(table);
  }

  /**
   * The SQL of a rollup.
   *
   * @param table all of its columns
   * @throws IllegalArgumentException if the rollup does not fit the table, see {@link
   *     Rollup#misfits}
   */
  public static RollupSql of(Rollup rollup, RowSchema table) {
    List<Misfit> misfits = rollup.misfits(table, true);
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException("rollup " + rollup.name() + ": " + misfits);
    }
    return new RollupSql(rollup, table);
  }

  /** The query with one parameter, T, a {@code timestamptz}. */
  public String query() {
    return text("CAST(? AS timestamptz)");
  }

  /** The query at the moment of its transaction, without parameters. */
  public String atPresent() {
    return text("now()");
  }

  /** The query at a moment, without parameters. */
  public String at(Instant moment) {
    return text("TIMESTAMPTZ '" + moment + "'");
  }

  /**
   * Whether a result is exact. One that is not is a floating-point sum, in which PostgreSQL rounds
   * after each row and we once at the end.
   */
  public boolean isExact(String field) {
    return rollup.features().stream()
        .filter(feature -> feature.windows().stream().map(feature::field).anyMatch(field::equals))
        .noneMatch(this::isFloating);
  }

  private boolean isFloating(Feature feature) {
    String input = feature.input();
    ColumnType.Kind kind =
        input == null
            ? ColumnType.Kind.BIGINT
            : columns.kind(input, Use.of(feature.aggregate()::accepts));
    return kind == ColumnType.Kind.REAL || kind == ColumnType.Kind.DOUBLE;
  }

  private String text(String moment) {
    return "WITH clock AS (SELECT "
        + moment
        + " AS t),\nbounds AS (SELECT "
        + bounds()
        + " FROM clock)\nSELECT "
        + entity()
        + " AS entity"
        + results()
        + "\nFROM "
        + ColumnSql.table(rollup.from())
        + " AS r, bounds AS b\nWHERE "
        + counted()
        + "\nGROUP BY 1";
  }

  /** When each window begins and ends at T. */
  private String bounds() {
    return rollup.features().stream()
        .flatMap(feature -> feature.windows().stream())
        .distinct()
        .flatMap(this::bounds)
        .collect(Collectors.joining(",\n  ", "\n  ", "\n "));
  }

  private Stream<String> bounds(FeatureWindow window) {
    String tile = interval(window.tileMillis());
    String to = "date_bin(%s, t, %s) + %s AS %s".formatted(tile, ORIGIN, tile, to(window));
    if (window.isLifetime()) {
      return Stream.of(to);
    }
    String from =
        "date_bin(%s, t - %s, %s) AS %s"
            .formatted(tile, interval(window.millis()), ORIGIN, from(window));
    return Stream.of(from, to);
  }

  private static String from(FeatureWindow window) {
    return ColumnSql.quoted("from " + window.label());
  }

  private static String to(FeatureWindow window) {
    return ColumnSql.quoted("to " + window.label());
  }

  private static String interval(long millis) {
    return "INTERVAL '" + millis / 1000 + "." + "%03d".formatted(millis % 1000) + " seconds'";
  }

  private String entity() {
    return rollup.entity().stream()
        .map(this::entityValue)
        .collect(Collectors.joining(" || '|' || "));
  }

  private String entityValue(String column) {
    String value = columns.column(column, RowReader.ENTITY);
    return switch (columns.kind(column, RowReader.ENTITY)) {
      case NUMERIC -> "trim_scale(" + value + ")::text";
      case TEXT -> "replace(replace(" + value + "::text, '\\', '\\\\'), '|', '\\|')";
      default -> value + "::text";
    };
  }

  private String results() {
    StringBuilder results = new StringBuilder();
    for (Feature feature : rollup.features()) {
      for (FeatureWindow window : feature.windows()) {
        results
            .append(",\n  ")
            .append(result(feature, columns.condition(feature.where()) + in(window)))
            .append(" AS ")
            .append(ColumnSql.quoted(feature.field(window)));
      }
    }
    return results.toString();
  }

  private String result(Feature feature, String counted) {
    String input = feature.input();
    if (feature.aggregate() == AggregateKind.COUNT || input == null) {
      return "count(*) FILTER (WHERE " + counted + ")";
    }
    String filter = " FILTER (WHERE " + counted + ")";
    String value = columns.column(input, Use.of(feature.aggregate()::accepts));
    return isFloating(feature)
        ? "coalesce(sum(" + value + "::double precision)" + filter + ", 0)"
        : "coalesce(trim_scale(sum(" + value + ")" + filter + "), 0)";
  }

  /** The rows that count for any result. */
  private String counted() {
    List<String> all = new ArrayList<>();
    rollup
        .entity()
        .forEach(column -> all.add(columns.column(column, RowReader.ENTITY) + " IS NOT NULL"));
    String any =
        rollup.features().stream()
            .map(feature -> columns.condition(feature.where()) + anyOf(feature.windows()))
            .distinct()
            .collect(Collectors.joining("\n   OR ", "(", ")"));
    all.add(any);
    return String.join(" AND ", all);
  }

  private String anyOf(List<FeatureWindow> windows) {
    return windows.stream()
        .map(window -> "(" + in(window) + ")")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private String in(FeatureWindow window) {
    String before = eventTime() + " < b." + to(window);
    return window.isLifetime() ? before : eventTime() + " >= b." + from(window) + " AND " + before;
  }

  /** Zone-less columns are read as UTC. */
  private String eventTime() {
    String column = columns.column(rollup.eventTime(), RowReader.EVENT_TIME);
    return switch (columns.kind(rollup.eventTime(), RowReader.EVENT_TIME)) {
      case DATE -> column + "::timestamp AT TIME ZONE 'UTC'";
      case TIMESTAMP -> column + " AT TIME ZONE 'UTC'";
      default -> column;
    };
  }
}
