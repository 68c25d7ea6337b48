package io.tributary.sandbox;

import io.tributary.sandbox.workload.Reconnect;
import io.tributary.sandbox.workload.Workload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** A target that commits through its own connection, but not while the workload has to rest. */
abstract class CommittingTarget implements LagProbe.Target {

  private final SourceDatabase database;
  private final Workload workload;
  private Connection connection;

  CommittingTarget(SourceDatabase database, Workload workload) throws SQLException {
    this.database = database;
    this.connection = database.connect();
    this.workload = workload;
  }

  /** Commits with one parameter, and once more where the database was lost meanwhile. */
  long commit(String sql, int n) throws Exception {
    try {
      return execute(sql, n);
    } catch (SQLException e) {
      if (!Reconnect.isLost(e)) {
        throw e;
      }
      connection.close();
      Reconnect.untilAnswered(() -> connection = database.connect());
      return execute(sql, n);
    }
  }

  private long execute(String sql, int n) throws Exception {
    AtomicLong began = new AtomicLong();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, n);
      workload.beside(
          () -> {
            began.set(System.nanoTime());
            statement.executeUpdate();
          });
    }
    return began.get();
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }
}
