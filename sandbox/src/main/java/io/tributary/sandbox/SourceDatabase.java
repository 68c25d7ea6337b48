package io.tributary.sandbox;

import io.tributary.event.TableId;
import io.tributary.schema.HistoryScripts;
import io.tributary.stack.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The database that the pipeline follows, and the history that the database itself keeps. */
final class SourceDatabase {

  static final String NAME = "app";
  static final String PUBLICATION = "tributary";
  static final String BEAT = "UPDATE tributary.heartbeat SET beat_at = now() WHERE id = 1";

  private static final Duration SLOT_WITHIN = Duration.ofMinutes(1);

  private final PostgresServer server;

  SourceDatabase(PostgresServer server) {
    this.server = server;
  }

  Connection connect() throws SQLException {
    return server.connect(NAME);
  }

  void createWorkloadTables() throws SQLException, IOException {
    execute(resource("tables.sql"));
  }

  void execute(String sql) throws SQLException {
    server.execute(NAME, sql);
  }

  /** Those of the tables that do not exist, in order. */
  List<TableId> missing(Collection<TableId> tables) throws SQLException {
    List<TableId> missing = new ArrayList<>();
    try (Connection connection = connect();
        PreparedStatement query = connection.prepareStatement("SELECT to_regclass(?) IS NULL")) {
      for (TableId table : new TreeSet<>(tables)) {
        query.setString(1, quoted(table));
        try (ResultSet row = query.executeQuery()) {
          row.next();
          if (row.getBoolean(1)) {
            missing.add(table);
          }
        }
      }
    }
    return missing;
  }

  /** Publishes the tables and the heartbeat, which keeps an idle database's position moving. */
  void publish(Collection<TableId> tables) throws SQLException {
    execute(
        """
        CREATE SCHEMA IF NOT EXISTS tributary;
        CREATE TABLE IF NOT EXISTS tributary.heartbeat (
            id integer PRIMARY KEY, beat_at timestamptz NOT NULL);
        INSERT INTO tributary.heartbeat VALUES (1, now()) ON CONFLICT DO NOTHING;
        DROP PUBLICATION IF EXISTS %s;
        CREATE PUBLICATION %s FOR TABLE %s;
        """
            .formatted(
                PUBLICATION,
                PUBLICATION,
                Stream.concat(Stream.of(TableId.HEARTBEAT), tables.stream())
                    .map(SourceDatabase::quoted)
                    .collect(Collectors.joining(", "))));
  }

  /** From here on the database records what DDL does to the published tables. */
  void writeSchemaHistory() throws SQLException {
    execute(HistoryScripts.functions(PUBLICATION));
    execute(HistoryScripts.triggers());
  }

  /**
   * A slot carries nothing older than itself, so the state is published again once there is one.
   */
  void publishSchema(String slot) throws SQLException, InterruptedException {
    for (long deadline = System.nanoTime() + SLOT_WITHIN.toNanos(); !isReady(slot); ) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the connector has not made the slot " + slot);
      }
      Thread.sleep(100);
    }
    execute("SELECT tributary.publish_schema()");
  }

  private boolean isReady(String slot) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT FROM pg_replication_slots"
                    + " WHERE slot_name = ? AND confirmed_flush_lsn IS NOT NULL")) {
      query.setString(1, slot);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /** From here on the database records what happens to these tables; rows it has are READ. */
  void recordHistory(Collection<TableId> tables) throws SQLException, IOException {
    execute(resource("history.sql"));
    for (TableId table : tables) {
      execute(
          """
          CREATE TRIGGER zz_sandbox_history AFTER INSERT OR UPDATE OR DELETE ON %1$s
              FOR EACH ROW EXECUTE FUNCTION sandbox.record_history();
          CREATE TRIGGER zz_sandbox_truncate AFTER TRUNCATE ON %1$s
              FOR EACH STATEMENT EXECUTE FUNCTION sandbox.record_history();
          SET timezone = 'UTC';
          SET intervalstyle = 'iso_8601';
          INSERT INTO sandbox.history (table_name, op, after)
              SELECT '%2$s', 'READ', to_jsonb(t.*) FROM %1$s t;
          """
              .formatted(quoted(table), table.toString().replace("'", "''")));
    }
  }

  /** What was committed since {@link #recordHistory}. */
  Report.Committed committed() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(DISTINCT tx_id), count(tx_id) FROM sandbox.history")) {
      row.next();
      return new Report.Committed(row.getLong(1), row.getLong(2));
    }
  }

  static String quoted(TableId table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = SourceDatabase.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
