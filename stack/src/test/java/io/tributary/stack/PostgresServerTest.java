package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
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
      postgres.execute("app", "create table t (id int primary key)");
      postgres.execute("app", "insert into t select generate_series(1, 1000)");

      postgres.kill();
      postgres.start();

      assertThat(postgres.ask("app", "select count(*) from t")).isEqualTo("1000");
      assertThat(postgres.ask("app", "show fsync")).isEqualTo("on");
      assertThat(postgres.ask("app", "show wal_level")).isEqualTo("logical");
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
}
