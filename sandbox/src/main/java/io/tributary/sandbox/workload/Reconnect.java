package io.tributary.sandbox.workload;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What to do about a database that was killed and is started again. */
public final class Reconnect {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private Reconnect() {}

  /** Something that a database is asked. */
  @FunctionalInterface
  public interface Attempt {
    void run() throws SQLException;
  }

  /** Whether the connection, and with it the transaction, is gone: states of class 08 and 57P. */
  public static boolean isLost(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  /**
   * Tries until the database answers.
   *
   * @throws SQLException if it does not within two minutes, or answers with another error
   */
  public static void untilAnswered(Attempt attempt) throws SQLException {
    for (long deadline = System.nanoTime() + PATIENCE.toNanos(); ; ) {
      try {
        attempt.run();
        return;
      } catch (SQLException e) {
        if (!isLost(e) || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
