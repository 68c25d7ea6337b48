package io.tributary.runtime.direct;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.stack.PostgresServer;
import io.tributary.testing.ClassFixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For the tests of direct mode: each has a new database with the heartbeat's table, and a
 * publication for all tables to come.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
final class DirectDatabase extends ClassFixture implements BeforeEachCallback {

  private PostgresServer postgres;
  private int databases;
  private String database = "";

  @Override
  protected void start(Path directory) {
    postgres = PostgresServer.in(directory);
    postgres.start();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
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
  protected void stop() {
    postgres.close();
  }
}
