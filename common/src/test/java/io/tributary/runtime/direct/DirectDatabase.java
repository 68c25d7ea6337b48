package io.tributary.runtime.direct;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A PostgreSQL of this machine for the tests of direct mode: a database for each of them. */
final class DirectDatabase implements AutoCloseable {

  private final PostgresServer postgres;
  private int databases;
  private String database = "";

  DirectDatabase(Path directory) {
    postgres = PostgresServer.in(directory);
    postgres.start();
  }

  /** A new database with the heartbeat's table, and a publication for all tables to come. */
  void begin() throws SQLException {
    databases++;
    database = "direct" + databases;
    postgres.createDatabase(database);
    execute("create schema tributary");
    execute("create table tributary.heartbeat (id int primary key, beat_at timestamptz)");
    execute("create publication tributary for all tables");
  }

  String slot() {
    return "slot" + databases;
  }

  Connection connect() throws SQLException {
    return postgres.connect(database);
  }

  void execute(String sql) throws SQLException {
    postgres.execute(database, sql);
  }

  /** The rows' columns, each as text and joined by {@code |}. */
  List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          values.add(row.getString(i));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  PipelineConfig pipeline(Set<TableId> tables) {
    return PipelineConfig.parse(
        """
        version: 1
        source:
          postgres:
            { slot: %s, publication: tributary, heartbeat-every: 1s, accept-known-defects: true }
        database: { url: "%s", user: "%s", password: "%s" }
        tables:
        %s"""
            .formatted(
                slot(),
                postgres.jdbcUrl(database),
                postgres.user(),
                postgres.password(),
                tables.stream()
                    .map(table -> "  \"" + table + "\": {}\n")
                    .collect(Collectors.joining())));
  }

  @Override
  public void close() {
    postgres.close();
  }
}
