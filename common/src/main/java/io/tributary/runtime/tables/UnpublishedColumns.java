package io.tributary.runtime.tables;

import io.tributary.config.DatabaseConfig;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.Violation;
import io.tributary.event.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Columns whose values the connector does not write, or not always, by the database's catalog at
 * the time a job is defined.
 *
 * <p><b>Generated columns</b> are not published by PostgreSQL before 18, so a job that needs one
 * cannot do what it is asked for. <b>Arrays</b> of most types are written as NULL, or stop a
 * connector without {@code dbz-repair}, where an update leaves them unchanged and they are stored
 * outside of the row; only REPLICA IDENTITY FULL puts them into the record. Such a NULL is taken
 * for unknown. Arrays that are neither that large nor NULL are written, so this is only a warning.
 */
public final class UnpublishedColumns {

  private static final Logger LOG = LoggerFactory.getLogger(UnpublishedColumns.class);

  /** The element types of arrays of which Debezium writes its placeholder. */
  private static final String COLUMNS =
      """
      WITH RECURSIVE made_of AS (
        SELECT a.attname::text AS name, a.attgenerated <> '' AS generated,
               c.relreplident = 'f' AS full, a.atttypid AS type
          FROM pg_attribute a
          JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
         UNION ALL
        SELECT m.name, m.generated, m.full, t.typbasetype
          FROM made_of m JOIN pg_type t ON t.oid = m.type AND t.typbasetype <> 0)
      SELECT m.name, bool_or(m.generated),
             bool_or(NOT m.full AND t.typcategory = 'A' AND t.typstorage <> 'p'
                     AND t.typelem::regtype <> ALL (ARRAY['integer', 'bigint', 'date', 'uuid',
                         'text', 'varchar', 'json', 'jsonb', 'bytea']::regtype[]))
        FROM made_of m JOIN pg_type t ON t.oid = m.type
       GROUP BY m.name
       ORDER BY m.name
      """;

  private final List<String> generated = new ArrayList<>();
  private final List<String> arrays = new ArrayList<>();

  private UnpublishedColumns() {}

  /**
   * Looks at the columns that a job needs. Finds nothing where the pipeline names no database.
   *
   * @param columnsNeeded by table; an empty set stands for all that there are
   * @throws InvalidConfigException if one that is named is generated; lists all of them
   */
  public static void check(PipelineConfig config, Map<TableId, Set<String>> columnsNeeded) {
    DatabaseConfig database = config.database();
    if (database == null) {
      return;
    }
    List<Violation> violations = new ArrayList<>();
    columnsNeeded.forEach(
        (table, needed) -> {
          UnpublishedColumns found = SourceCatalog.ask(database, it -> read(it, table, needed));
          if (!found.generated.isEmpty() && !needed.isEmpty()) {
            violations.add(isGenerated(table, found.generated));
          }
          if (!found.arrays.isEmpty()) {
            LOG.warn(
                "{} has arrays {}: of one that is stored outside of its row and that an update"
                    + " leaves unchanged, a connector without dbz-repair writes NULL, so that a NULL"
                    + " after an update is unknown. ALTER TABLE {} REPLICA IDENTITY FULL avoids"
                    + " that",
                table,
                found.arrays,
                table);
          }
        });
    if (!violations.isEmpty()) {
      throw new InvalidConfigException("pipeline.yaml", violations);
    }
  }

  private static Violation isGenerated(TableId table, List<String> columns) {
    return new Violation(
        "tables." + table,
        0,
        "what is made of "
            + columns
            + " would be unknown: the column is generated, and the"
            + " database does not publish it",
        "name the columns that it is made of, or fill it with a trigger");
  }

  /** Finds those among the needed columns of a table. */
  static UnpublishedColumns read(DatabaseConfig database, TableId table, Set<String> needed)
      throws SQLException {
    UnpublishedColumns found = new UnpublishedColumns();
    try (Connection connection = PostgresCatalog.source(database).getConnection();
        PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, table.schema());
      query.setString(2, table.table());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(1);
          if (needed.isEmpty() || needed.contains(name)) {
            found.add(name, row.getBoolean(2), row.getBoolean(3));
          }
        }
      }
    }
    return found;
  }

  private void add(String column, boolean isGenerated, boolean isArray) {
    if (isGenerated) {
      generated.add(column);
    } else if (isArray) {
      arrays.add(column);
    }
  }

  List<String> generated() {
    return List.copyOf(generated);
  }

  /** Those of which an unchanged value can become NULL. */
  List<String> arrays() {
    return List.copyOf(arrays);
  }
}
