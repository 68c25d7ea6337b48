package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @TempDir Path directory;

  @Test
  void keepsCommittedRowsWhenKilledAndLeavesNothingRunningWhenClosed() throws SQLException {
    List<ProcessHandle> processes;
    try (PostgresServer postgres = PostgresServer.in(directory)) {
      postgres.start();
      postgres.createDatabase("app");
      execute(postgres, "create table t (id int primary key)");
      execute(postgres, "insert into t select generate_series(1, 1000)");

      postgres.kill();
      postgres.start();

      assertThat(query(postgres, "select count(*) from t")).isEqualTo("1000");
      assertThat(query(postgres, "show fsync")).isEqualTo("on");
      assertThat(query(postgres, "show wal_level")).isEqualTo("logical");
      ProcessHandle server = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
      processes = server.descendants().toList();
    }
    assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(directory.resolve("pids")).isEmptyDirectory();
  }

  @Test
  void refusesSuperuserWithoutPassword() {
    try (PostgresServer postgres = PostgresServer.in(directory)) {
      postgres.start();
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", "guess"))
          .hasMessageContaining("password authentication failed");
    }
  }

  private static void execute(PostgresServer postgres, String sql) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(PostgresServer postgres, String sql) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
