package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.redis.RedisConnection;
import io.tributary.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/**
 * DDL that rewrites rows, which logical decoding does not tell: readers see that features may be
 * wrong until a snapshot has told the rows, also through a restart.
 */
@Timeout(240)
class RewrittenTableIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofSeconds(90);

  private static final String ROWS =
      """
      INSERT INTO personalization_events
        SELECT i, 1 + i % 10, 'click', 'c-' || i % 9, 100 * i, NULL, now(), 1
        FROM generate_series(1, 300) AS i""";

  private static final String REWRITE =
      "ALTER TABLE personalization_events ALTER value TYPE numeric(14, 3) USING value / 100";

  private static final String ROLLUPS =
      """
      engagement:
        from: public.personalization_events
        entity: user_id
        event-time: occurred_at
        features:
          spend:  { sum: value, over: [lifetime] }
          clicks: { count: true, over: [lifetime] }
      plans:
        from: public.user_profile
        entity: user_id
        features:
          plan: { latest: plan }
      """;

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @TempDir Path directory;

  @Test
  void isFlaggedUntilASnapshotHasToldItsRows() throws Exception {
    try (ChangingPipeline pipeline = ChangingPipeline.start(directory);
        RedisConnection redis = pipeline.redis()) {
      SourceDatabase database = pipeline.database();
      database.execute(ROWS);
      pipeline.run(ROLLUPS, 2);
      await().atMost(SOON).until(() -> freshness(redis, "engagement").containsKey("as_of"));
      assertThat(freshness(redis, "engagement")).doesNotContainKey("rewritten");

      database.execute(REWRITE);
      database.execute("UPDATE personalization_events SET category = 'told' WHERE event_id < 9");
      awaitFlag(redis);
      assertThat(pipeline.differences()).isNotEmpty();
      assertThat(freshness(redis, "plans")).doesNotContainKey("rewritten");

      pipeline.stopWithSavepoint();
      pipeline.run(ROLLUPS, 1);
      database.execute("DELETE FROM personalization_events WHERE event_id % 50 = 0");
      awaitFlag(redis);

      pipeline.sendSignal();
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(freshness(redis, "engagement"))
                      .doesNotContainKey("rewritten")
                      .containsKey("as_of"));
      assertThat(pipeline.differences()).isEmpty();

      pipeline.stopWithSavepoint();
      pipeline.run(ROLLUPS, 2);
      pipeline.settle();
      assertThat(freshness(redis, "engagement")).doesNotContainKey("rewritten");
      assertThat(pipeline.differences()).isEmpty();
      assertThat(pipeline.deadLetters()).isZero();
    }
  }

  private static void awaitFlag(RedisConnection redis) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(freshness(redis, "engagement"))
                    .containsKey("rewritten")
                    .doesNotContainKeys("as_of", "as_of_lsn", "as_of_kind"));
  }

  private static Map<String, String> freshness(RedisConnection redis, String rollup) {
    return redis.call(COMMANDS.hgetAll("feature:" + rollup));
  }
}
