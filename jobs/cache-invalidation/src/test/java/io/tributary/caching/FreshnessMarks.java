package io.tributary.caching;

import static org.awaitility.Awaitility.await;

import io.tributary.event.Lsn;
import io.tributary.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import redis.clients.jedis.CommandObjects;

/** The marks of freshness of tables, in Redis. */
final class FreshnessMarks {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestRedis redis;

  FreshnessMarks(TestRedis redis) {
    this.redis = redis;
  }

  Map<String, String> of(String table) {
    return redis.connection().call(COMMANDS.hgetAll("freshness:" + table));
  }

  /** The epoch where there is no mark yet. */
  Instant asOf(String table) {
    return Instant.parse(of(table).getOrDefault("as_of", "1970-01-01T00:00:00Z"));
  }

  Lsn lsn(String table) {
    return Lsn.parse(of(table).getOrDefault("as_of_lsn", "0/0"));
  }

  void awaitAfter(String table, Instant time) {
    await().atMost(PATIENCE).until(() -> asOf(table).isAfter(time));
  }

  void awaitReached(String table, Instant time) {
    often().until(() -> !asOf(table).isBefore(time));
  }

  void awaitReached(String table, Lsn lsn) {
    often().until(() -> lsn(table).compareTo(lsn) >= 0);
  }

  /** Looks every millisecond, so that what a mark promises can be asked for at once. */
  private static ConditionFactory often() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(PATIENCE);
  }

  /** Waits until the mark has not moved for some seconds. */
  void awaitStandstill(String table) {
    AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);
    await()
        .during(Duration.ofSeconds(3))
        .atMost(PATIENCE)
        .until(
            () -> {
              Instant asOf = asOf(table);
              return asOf.equals(last.getAndSet(asOf));
            });
  }
}
