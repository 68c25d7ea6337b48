package io.tributary.sandbox;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.TableId;
import io.tributary.lakehouse.AuditEntry;
import io.tributary.lakehouse.AuditReader;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.sandbox.workload.Reconnect;
import io.tributary.sandbox.workload.Workload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import redis.clients.jedis.CommandObjects;

/** The probes for the stores that the sandbox's own pipeline fills. */
final class LagProbes {

  /** The profile that belongs to the probes; the workload's ids start at 1. */
  static final String CREATE_PROFILE =
      "INSERT INTO user_profile VALUES (0, '00000000-0000-0000-0000-000000000000',"
          + " 'probe@example.org', NULL, 'free', 0, '{}', '{}', NULL, now(), now(), 0)";

  /** The cache entry that the probes fill and see evicted. */
  static final String CACHE_KEY = "user:0";

  private static final String UPDATE_PROFILE =
      "UPDATE user_profile SET version = ? WHERE user_id = 0";
  private static final CommandObjects COMMANDS = new CommandObjects();

  private LagProbes() {}

  /** An inserted click is seen when the count of clicks includes it. */
  static LagProbe.Target features(SourceDatabase database, RedisAddress redis, Workload workload)
      throws SQLException {
    return new OfRedis(database, redis, workload) {
      @Override
      public void commit(int n) throws Exception {
        commit(
            "INSERT INTO personalization_events VALUES (-?, 0, 'click', 'probe', NULL, NULL, now(), 1)"
                + " ON CONFLICT DO NOTHING",
            n);
      }

      @Override
      public boolean shows(int n) {
        String clicks = redis().call(COMMANDS.hget("feature:user_engagement:0", "clicks_7d"));
        return clicks != null && Integer.parseInt(clicks) >= n;
      }
    };
  }

  /** An update of the profile is seen when the entry that the probe filled is gone. */
  static LagProbe.Target caches(SourceDatabase database, RedisAddress redis, Workload workload)
      throws SQLException {
    return new OfRedis(database, redis, workload) {
      @Override
      public void commit(int n) throws Exception {
        redis().call(COMMANDS.set(CACHE_KEY, "probe " + n));
        commit(UPDATE_PROFILE, n);
      }

      @Override
      public boolean shows(int n) {
        return !("probe " + n).equals(redis().call(COMMANDS.get(CACHE_KEY)));
      }
    };
  }

  /** An update of the profile is seen when a committed snapshot of its audit table has it. */
  static LagProbe.Target audit(
      SourceDatabase database, LakehouseConfig lakehouse, Workload workload) throws SQLException {
    return new OfAudit(database, AuditReader.open(lakehouse), workload);
  }

  /** A target that commits through a connection of its own, out of the workload's pauses. */
  private abstract static class Committing implements LagProbe.Target {

    private final SourceDatabase database;
    private final Workload workload;
    private Connection connection;

    Committing(SourceDatabase database, Workload workload) throws SQLException {
      this.database = database;
      this.connection = database.connect();
      this.workload = workload;
    }

    /** Commits, once more where the database was lost meanwhile. */
    void commit(String sql, int n) throws Exception {
      try {
        execute(sql, n);
      } catch (SQLException e) {
        if (!Reconnect.isLost(e)) {
          throw e;
        }
        connection.close();
        Reconnect.untilAnswered(() -> connection = database.connect());
        execute(sql, n);
      }
    }

    private void execute(String sql, int n) throws Exception {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setInt(1, n);
        workload.exclusively(statement::executeUpdate);
      }
    }

    @Override
    public void close() throws Exception {
      connection.close();
    }
  }

  private abstract static class OfRedis extends Committing {

    private final RedisConnection redis;

    OfRedis(SourceDatabase database, RedisAddress address, Workload workload) throws SQLException {
      super(database, workload);
      this.redis = RedisConnection.open(address);
    }

    RedisConnection redis() {
      return redis;
    }

    @Override
    public Duration betweenLooks() {
      return Duration.ofMillis(5);
    }

    @Override
    public void close() throws Exception {
      redis.close();
      super.close();
    }
  }

  private static final class OfAudit extends Committing {

    private static final TableId TABLE = new TableId("public", "user_profile");

    private final AuditReader audit;
    private OptionalLong looked = OptionalLong.empty();

    OfAudit(SourceDatabase database, AuditReader audit, Workload workload) throws SQLException {
      super(database, workload);
      this.audit = audit;
    }

    @Override
    public void commit(int n) throws Exception {
      commit("UPDATE user_profile SET balance = ? WHERE user_id = 0", n);
    }

    @Override
    public boolean shows(int n) {
      try {
        return isInTable(n);
      } catch (UncheckedSQLException e) {
        // The catalog lies in the database, which may be started again.
        return false;
      }
    }

    private boolean isInTable(int n) {
      OptionalLong current = audit.snapshot(TABLE);
      if (current.equals(looked)) {
        return false;
      }
      try (Stream<AuditEntry> added =
          looked.isPresent()
              ? audit.entriesAfter(TABLE, looked.getAsLong())
              : audit.entries(TABLE)) {
        looked = current;
        return added.anyMatch(entry -> shows(entry, n));
      }
    }

    /** A look asks the catalog, which is the database. */
    @Override
    public Duration betweenLooks() {
      return Duration.ofMillis(100);
    }

    private static boolean shows(AuditEntry entry, int n) {
      return entry.key() != null
          && "0".equals(entry.key().get("user_id"))
          && entry.after() != null
          && (n + ".00").equals(entry.after().get("balance"));
    }

    @Override
    public void close() throws Exception {
      audit.close();
      super.close();
    }
  }
}
