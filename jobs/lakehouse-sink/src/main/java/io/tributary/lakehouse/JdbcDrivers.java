package io.tributary.lakehouse;

import java.sql.SQLException;
import org.postgresql.Driver;

/** Makes the JDBC driver that a job carries known to the JVM it runs in. */
final class JdbcDrivers {

  private JdbcDrivers() {}

  /**
   * Registers PostgreSQL's driver where the address needs it. {@code DriverManager} finds drivers
   * by itself only once in the life of a JVM, and a Flink cluster's JVM is older than the job.
   */
  static void load(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      return;
    }
    try {
      if (!Driver.isRegistered()) {
        Driver.register();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot register the PostgreSQL driver", e);
    }
  }
}
