package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
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
 * absent. Columns are to be read by position: PostgreSQL shortens names beyond 63 bytes. More
 * results than a query can have are those of several queries.
 */
public final class RollupSql {

  /** PostgreSQL has 1664 columns in a query at most. */
  private static final int MOST_RESULTS = 1_600;

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

  /** The query at the moment of its transaction, without parameters. */
  public String atPresent() {
    return String.join(";\n\n", queries("now()"));
  }

  /** The query at a moment, without parameters. */
  public String at(Instant moment) {
    return String.join(";\n\n", queries("TIMESTAMPTZ '" + moment + "'"));
  }

  /**
   * The query of what features were when something else happened: a row for each of a table's, its
   * columns before those of the features. Rows after that moment do not count, though their tile
   * has begun, nor does it matter when they were inserted. The rollup has an event time.
   *
   * @param others a table with the entity's columns, under their names
   * @param time its column of moments
   */
  public String forEach(TableId others, String time) {
    String moment = "each." + ColumnSql.quoted(time);
    String of = " AND " + windows.eventTime() + " <= " + moment + columns.sameAs(rollup.entity());
    return queries(moment, of).stream()
        .map(
            query ->
                "SELECT each.*, f.*\nFROM %s AS each LEFT JOIN LATERAL (\n%s) AS f ON true"
                    .formatted(ColumnSql.table(others), query))
        .collect(Collectors.joining(";\n\n"));
  }

  /**
   * What a database says the features are at a moment: by entity, the value of each of {@link
   * Rollup#fields}, null where the feature is absent.
   */
  public Map<String, Map<String, String>> values(Connection database, Instant moment)
      throws SQLException {
    Map<String, Map<String, String>> entities = new TreeMap<>();
    List<String> rest = rollup.fields();
    for (String text : queries("CAST(? AS timestamptz)")) {
      List<String> fields = rest.subList(0, Math.min(rest.size(), MOST_RESULTS));
      try (PreparedStatement query = database.prepareStatement(text)) {
        query.setObject(1, OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
        addValues(query.executeQuery(), fields, entities);
      }
      rest = rest.subList(fields.size(), rest.size());
    }
    return entities;
  }

  /** The same of rows that the only query in any of its forms gave. */
  Map<String, Map<String, String>> values(ResultSet rows) throws SQLException {
    Map<String, Map<String, String>> entities = new TreeMap<>();
    addValues(rows, rollup.fields(), entities);
    return entities;
  }

  private static void addValues(
      ResultSet rows, List<String> fields, Map<String, Map<String, String>> entities)
      throws SQLException {
    while (rows.next()) {
      Map<String, String> values =
          entities.computeIfAbsent(rows.getString(1), any -> new LinkedHashMap<>());
      for (int i = 0; i < fields.size(); i++) {
        values.put(fields.get(i), rows.getString(i + 2));
      }
    }
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

  private List<String> queries(String moment) {
    return queries(moment, "");
  }

  /**
   * @param of what else rows must meet, after an AND
   */
  private List<String> queries(String moment, String of) {
    List<String> results = results();
    List<String> queries = new ArrayList<>();
    for (int from = 0; from < results.size(); from += MOST_RESULTS) {
      int to = Math.min(from + MOST_RESULTS, results.size());
      queries.add(query(moment, results.subList(from, to), of));
    }
    return queries;
  }

  private String query(String moment, List<String> results, String of) {
    return "WITH clock AS (SELECT "
        + moment
        + " AS t),\nbounds AS (SELECT "
        + bounds()
        + " FROM clock)\nSELECT "
        + columns.entity(rollup.entity())
        + " AS entity,\n  "
        + String.join(",\n  ", results)
        + "\nFROM "
        + ColumnSql.table(rollup.from())
        + " AS r, bounds AS b\nWHERE "
        + windows.counted()
        + of
        + "\nGROUP BY 1";
  }

  private String bounds() {
    return windows.bounds(
        rollup.features().stream().flatMap(feature -> feature.windows().stream()).toList());
  }

  private List<String> results() {
    List<String> results = new ArrayList<>();
    for (Feature feature : rollup.features()) {
      for (FeatureWindow window : feature.windows()) {
        List<FunctionSql> sources =
            feature.sources().stream().map(source -> source(source, window)).toList();
        String name = ColumnSql.quoted(feature.field(window));
        results.add(feature.function().sql(sources) + " AS " + name);
      }
    }
    return results;
  }

  private FunctionSql source(Feature feature, FeatureWindow window) {
    String counted = columns.condition(feature.where()) + windows.in(window);
    String input = feature.input();
    String column = input == null ? null : columns.column(input, use(feature));
    return new FunctionSql(counted, column, kind(feature), order, windows.weight(window));
  }
}
