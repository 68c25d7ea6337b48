package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.TableDescription;
import io.tributary.rollup.logic.aggregate.FunctionSql;
import io.tributary.rollup.logic.aggregate.RowInput;
import io.tributary.rollup.logic.aggregate.Tolerance;
import io.tributary.rollup.logic.aggregate.ValueSql;
import io.tributary.rollup.logic.row.Use;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that says what the features of a rollup are at a moment T of database time: one row for
 * each entity that has any, of whose columns the first is the entity as in Redis keys and the
 * others are {@link Rollup#fields} in their order.
 *
 * <p>It does not depend on the session's time zone, nor on its settings as long as {@code
 * extra_float_digits} is 1 or more, as it is by default. A column is NULL where a feature is
 * absent. Columns are to be read by position: PostgreSQL shortens names beyond 63 bytes.
 */
public final class RollupSql {

  private final Rollup rollup;
  private final ColumnSql columns;
  private final WindowSql windows;
  private final List<String> order = new ArrayList<>();

  private RollupSql(Rollup rollup, TableDescription table) {
    this.rollup = rollup;
    this.columns = new ColumnSql(table.columns());
    this.windows = new WindowSql(rollup, columns);
    if (rollup.eventTime() != null) {
      order.add(windows.eventTime());
    }
    for (String column : table.key()) {
      order.add(
          ValueSql.key(columns.column(column, Use.NULL_TEST), columns.kind(column, Use.NULL_TEST)));
    }
  }

  /**
   * The SQL of a rollup.
   *
   * @param table all of its columns, and its primary key
   * @throws IllegalArgumentException if the rollup does not fit the table, see {@link
   *     Rollup#misfits}
   */
  public static RollupSql of(Rollup rollup, TableDescription table) {
    List<Misfit> misfits = rollup.misfits(table.columns(), true);
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException("rollup " + rollup.name() + ": " + misfits);
    }
    return new RollupSql(rollup, table);
  }

  /** The query with one parameter, T, a {@code timestamptz}. */
  String query() {
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
   * What a database says the features are at a moment: by entity, the value of each of {@link
   * Rollup#fields}, null where the feature is absent.
   */
  public Map<String, Map<String, String>> values(Connection database, Instant moment)
      throws SQLException {
    try (PreparedStatement query = database.prepareStatement(query())) {
      query.setObject(1, OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
      return values(query.executeQuery());
    }
  }

  /** The same of rows that the query in any of its forms gave. */
  Map<String, Map<String, String>> values(ResultSet rows) throws SQLException {
    Map<String, Map<String, String>> entities = new TreeMap<>();
    while (rows.next()) {
      Map<String, String> values = new LinkedHashMap<>();
      int column = 2;
      for (String field : rollup.fields()) {
        values.put(field, rows.getString(column++));
      }
      entities.put(rows.getString(1), values);
    }
    return entities;
  }

  /**
   * Whether a value is what SQL says it should be, as exactly as the feature promises.
   *
   * @param expected as the query has it; null where the feature is absent
   * @param actual as Redis has it
   */
  public boolean agrees(String field, @Nullable String expected, @Nullable String actual) {
    if (expected == null || actual == null || expected.equals(actual)) {
      return Objects.equals(expected, actual);
    }
    try {
      return tolerance(field).allows(new BigDecimal(expected), new BigDecimal(actual));
    } catch (NumberFormatException notNumbers) {
      return false;
    }
  }

  private Tolerance tolerance(String field) {
    for (Feature feature : rollup.features()) {
      if (feature.windows().stream().map(feature::field).anyMatch(field::equals)) {
        boolean floating =
            feature.sources().stream().anyMatch(source -> RowInput.isFloating(kind(source)));
        return feature.function().tolerance(floating);
      }
    }
    throw new IllegalArgumentException("rollup " + rollup.name() + " has no result " + field);
  }

  private ColumnType.Kind kind(Feature feature) {
    String input = feature.input();
    return input == null ? ColumnType.Kind.BIGINT : columns.kind(input, use(feature));
  }

  private static Use use(Feature feature) {
    return Use.of(Objects.requireNonNull(feature.function().kept())::accepts);
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

  private String bounds() {
    return windows.bounds(
        rollup.features().stream().flatMap(feature -> feature.windows().stream()).toList());
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
        List<FunctionSql> sources =
            feature.sources().stream().map(source -> source(source, window)).toList();
        results
            .append(",\n  ")
            .append(feature.function().sql(sources))
            .append(" AS ")
            .append(ColumnSql.quoted(feature.field(window)));
      }
    }
    return results.toString();
  }

  private FunctionSql source(Feature feature, FeatureWindow window) {
    String counted = columns.condition(feature.where()) + windows.in(window);
    String input = feature.input();
    String column = input == null ? null : columns.column(input, use(feature));
    return new FunctionSql(counted, column, kind(feature), order, windows.weight(window));
  }

  /** The rows that count for any result. */
  private String counted() {
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
        .map(window -> "(" + windows.in(window) + ")")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }
}
