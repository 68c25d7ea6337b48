package io.tributary.runtime.direct;

import io.tributary.config.DatabaseConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.tables.PostgresCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Finds values that the connector's snapshot would tell as others, while its stream tells them
 * right: NaN becomes NULL, 24:00 becomes 00:00, timestamps from before the Gregorian calendar move
 * by days. At infinite numerics both fail.
 *
 * <p>Reads every table once that has columns of such types.
 */
final class SnapshotValues {

  /** By type, what is true of such a value. */
  private static final Map<String, String> WRONG =
      Map.of(
          "numeric", "%s::text IN ('NaN', 'Infinity', '-Infinity')",
          "time without time zone", "%s = '24:00'",
          "timestamp without time zone", "isfinite(%1$s) AND %1$s < '1582-10-15'",
          "timestamp with time zone", "isfinite(%1$s) AND %1$s < '1582-10-15 00:00:00+00'");

  private static final String COLUMNS =
      """
      SELECT quote_ident(a.attname), coalesce(nullif(t.typbasetype, 0), t.oid)::regtype::text
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
       WHERE a.attrelid = to_regclass(format('%I.%I', ?, ?)) AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attnum
      """;

  private SnapshotValues() {}

  /** What is wrong with the tables that are there, a sentence for each. */
  static List<String> problems(DatabaseConfig database, Collection<TableId> tables)
      throws SQLException {
    PGSimpleDataSource source = PostgresCatalog.source(database);
    source.setSocketTimeout(0);
    List<String> problems = new ArrayList<>();
    try (Connection connection = source.getConnection()) {
      for (TableId table : tables.stream().sorted().toList()) {
        List<String> columns = wrong(connection, table);
        if (!columns.isEmpty()) {
          problems.add(
              ("%s holds values in %s that the connector's snapshot tells as others: numeric NaN or"
                      + " infinity, time 24:00, timestamps before 1582-10-15; change them, or read"
                      + " from Kafka")
                  .formatted(table, columns));
        }
      }
    }
    return problems;
  }

  private static List<String> wrong(Connection connection, TableId table) throws SQLException {
    Map<String, String> conditions = conditions(connection, table);
    List<String> wrong = new ArrayList<>();
    if (conditions.isEmpty()) {
      return wrong;
    }
    String query =
        conditions.values().stream()
            .map("bool_or(%s)"::formatted)
            .collect(
                Collectors.joining(
                    ", ",
                    "SELECT ",
                    " FROM \"%s\".\"%s\"".formatted(table.schema(), table.table())));
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      int index = 0;
      for (String column : conditions.keySet()) {
        if (row.getBoolean(++index)) {
          wrong.add(column);
        }
      }
    }
    return wrong;
  }

  private static Map<String, String> conditions(Connection connection, TableId table)
      throws SQLException {
    Map<String, String> conditions = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, table.schema());
      query.setString(2, table.table());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String condition = WRONG.get(row.getString(2));
          if (condition != null) {
            conditions.put(row.getString(1), condition.formatted(row.getString(1)));
          }
        }
      }
    }
    return conditions;
  }
}
