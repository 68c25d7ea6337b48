package io.tributary.runtime.tables;

import io.tributary.config.DatabaseConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.schema.DescriptionJson;
import io.tributary.schema.HistoryScripts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads descriptions of tables from PostgreSQL's catalog. */
public final class PostgresCatalog {

  private static final int TIMEOUT_SECONDS = 10;

  private static final String DESCRIBE = HistoryScripts.describeTable().replace("$1", "?");

  private static final String TABLE =
      """
      SELECT c.oid
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
      """;

  private PostgresCatalog() {}

  /** Those of the tables that exist. */
  static Map<TableId, TableDescription> read(DatabaseConfig database, Set<TableId> tables)
      throws SQLException {
    Map<TableId, TableDescription> described = new HashMap<>();
    try (Connection connection = source(database).getConnection()) {
      for (TableId table : tables) {
        describe(connection, table, described);
      }
    }
    return described;
  }

  /** Not the driver manager: it does not find a driver that came with a job's jar. */
  public static PGSimpleDataSource source(DatabaseConfig database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.url().reveal());
    source.setUser(database.user());
    source.setPassword(database.password().reveal());
    source.setLoginTimeout(TIMEOUT_SECONDS);
    source.setSocketTimeout(TIMEOUT_SECONDS);
    source.setApplicationName("tributary");
    // The server's details quote rows: Key (email)=(..) already exists.
    source.setLogServerErrorDetail(false);
    return source;
  }

  private static void describe(
      Connection connection, TableId table, Map<TableId, TableDescription> described)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(TABLE)) {
      query.setString(1, table.schema());
      query.setString(2, table.table());
      try (ResultSet found = query.executeQuery()) {
        if (found.next()) {
          describe(connection, found.getLong(1), described);
        }
      }
    }
  }

  private static void describe(
      Connection connection, long oid, Map<TableId, TableDescription> described)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(DESCRIBE)) {
      query.setLong(1, oid);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          TableDescription description = DescriptionJson.parse(row.getString(1));
          described.put(description.table(), description);
        }
      }
    }
  }
}
