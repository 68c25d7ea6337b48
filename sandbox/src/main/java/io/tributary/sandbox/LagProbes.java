package io.tributary.sandbox;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.TableId;
import io.tributary.lakehouse.AuditEntry;
import io.tributary.lakehouse.AuditReader;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.sandbox.workload.Workload;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import redis.clients.jedis.CommandObjects;

/** The probes for the stores that the sandbox's own pipeline fills. */
final class LagProbes {

  private static final int CACHE_PROFILES = 100;

  /** The profile whose changes are looked for in the audit trail, below those of the caches. */
  private static final int AUDIT_PROFILE = -CACHE_PROFILES;

  /** The profiles that belong to the probes, 0 and below; the workload's ids start at 1. */
  static final String CREATE_PROFILES =
      "INSERT INTO user_profile SELECT n, '00000000-0000-0000-0000-000000000000',"
          + " 'probe' || n || '@example.org', NULL, 'free', 0, '{}', '{}', NULL, now(), now(), 0"
          + " FROM generate_series("
          + AUDIT_PROFILE
          + ", 0) n";

  private static final CommandObjects COMMANDS = new CommandObjects();

  private LagProbes() {}

  /** The cache entries that the probes fill and see evicted. */
  static Set<String> cacheKeys() {
    return IntStream.range(0, CACHE_PROFILES)
        .mapToObj(LagProbes::cacheKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String cacheKey(int n) {
    return "user:" + -(n % CACHE_PROFILES);
  }

  /** An inserted click is seen when the count of clicks includes it. */
  static LagProbe.Target features(SourceDatabase database, RedisAddress redis, Workload workload)
      throws SQLException {
    return new OfRedis(database, redis, workload) {
      private int clicks;

      @Override
      public long commit(int n) throws Exception {
        return commit(
            "INSERT INTO personalization_events VALUES (-?, 0, 'click', 'probe', NULL, NULL, now(), 1)"
                + " ON CONFLICT DO NOTHING",
            n);
      }

      @Override
      public int mostUnseen() {
        return Integer.MAX_VALUE;
      }

      @Override
      public void look() {
        String value = redis().call(COMMANDS.hget("feature:user_engagement:0", "clicks_7d"));
        clicks = value == null ? 0 : Integer.parseInt(value);
      }

      @Override
      public boolean shows(int n) {
        return clicks >= n;
      }
    };
  }

  /** An update of a profile is seen when the entry that the probe filled is gone. */
  static LagProbe.Target caches(SourceDatabase database, RedisAddress redis, Workload workload)
      throws SQLException {
    RedisConnection filling = RedisConnection.open(redis);
    return new OfRedis(database, redis, workload) {
      @Override
      public long commit(int n) throws Exception {
        filling.call(COMMANDS.set(cacheKey(n), "probe " + n));
        return commit(
            "UPDATE user_profile SET version = version + 1 WHERE user_id = ?",
            -(n % CACHE_PROFILES));
      }

      @Override
      public int mostUnseen() {
        return CACHE_PROFILES;
      }

      @Override
      public boolean shows(int n) {
        return !("probe " + n).equals(redis().call(COMMANDS.get(cacheKey(n))));
      }

      @Override
      public void close() throws Exception {
        filling.close();
        super.close();
      }
    };
  }

  /** An update of the profile is seen when a committed snapshot of its audit table has it. */
  static LagProbe.Target audit(
      SourceDatabase database, LakehouseConfig lakehouse, Workload workload) throws SQLException {
    return new OfAudit(database, AuditReader.open(lakehouse), workload);
  }

  private abstract static class OfRedis extends CommittingTarget {

    private final RedisConnection redis;

    OfRedis(SourceDatabase database, RedisAddress address, Workload workload) throws SQLException {
      super(database, workload);
      this.redis = RedisConnection.open(address);
    }

    RedisConnection redis() {
      return redis;
    }

    @Override
    public Duration betweenCommits() {
      return Duration.ofMillis(100);
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

  private static final class OfAudit extends CommittingTarget {

    private static final TableId TABLE = new TableId("public", "user_profile");

    private final AuditReader audit;
    private final Set<String> balances = new HashSet<>();
    private OptionalLong looked = OptionalLong.empty();

    OfAudit(SourceDatabase database, AuditReader audit, Workload workload) throws SQLException {
      super(database, workload);
      this.audit = audit;
    }

    @Override
    public long commit(int n) throws Exception {
      return commit("UPDATE user_profile SET balance = ? WHERE user_id = " + AUDIT_PROFILE, n);
    }

    @Override
    public Duration betweenCommits() {
      return Duration.ofMillis(500);
    }

    @Override
    public int mostUnseen() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void look() {
      try {
        readAdded();
      } catch (UncheckedSQLException e) {
        // The catalog lies in the database, which may be started again.
      }
    }

    private void readAdded() {
      OptionalLong current = audit.snapshot(TABLE);
      if (current.equals(looked)) {
        return;
      }
      try (Stream<AuditEntry> added =
          looked.isPresent()
              ? audit.entriesAfter(TABLE, looked.getAsLong())
              : audit.entries(TABLE)) {
        added.filter(OfAudit::isOfProbe).forEach(entry -> balances.add(balance(entry)));
        looked = current;
      }
    }

    @Override
    public boolean shows(int n) {
      return balances.contains(n + ".00");
    }

    /** A look asks the catalog, which is the database. */
    @Override
    public Duration betweenLooks() {
      return Duration.ofMillis(100);
    }

    private static boolean isOfProbe(AuditEntry entry) {
      return entry.key() != null
          && Integer.toString(AUDIT_PROFILE).equals(entry.key().get("user_id"));
    }

    private static String balance(AuditEntry entry) {
      return entry.after() == null ? "" : String.valueOf(entry.after().get("balance"));
    }

    @Override
    public void close() throws Exception {
      audit.close();
      super.close();
    }
  }
}
