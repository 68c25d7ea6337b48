package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.redis.RedisConnection;
import io.tributary.sandbox.workload.Workload;
import io.tributary.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/**
 * A rollup that is changed as its documentation says, the whole way: a table that goes on being
 * written to, a column that was just added, a connector that is sent the signal, a savepoint, a
 * TaskManager that is lost while rows are filled.
 */
@Timeout(240)
class ChangedDefinitionsIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int ENOUGH_CHANGES = 200;
  private static final int SOME_CHUNKS = 5;

  /** Rows of which the job has never seen the column that comes next. */
  private static final String OLD_ROWS =
      """
      INSERT INTO personalization_events
        SELECT -i, 1 + i % 20, 'click', 'category-' || i % 9, i % 50, NULL, now(), 1
        FROM generate_series(1, 600) AS i""";

  private static final String NEW_COLUMN =
      "ALTER TABLE personalization_events ADD channel text NOT NULL DEFAULT 'web'";

  /** Waits for nobody: the workload's transactions are one thread's. */
  private static final String CHANGES =
      """
      UPDATE personalization_events SET channel = 'app' WHERE event_id IN (
        SELECT event_id FROM personalization_events WHERE event_id % 7 = 0 FOR UPDATE SKIP LOCKED)""";

  /** The log does not have what this does to rows, so only a snapshot tells. */
  private static final String SILENT_CHANGES =
      """
      ALTER TABLE personalization_events DROP event_type;
      ALTER TABLE personalization_events
        ADD event_type varchar(20) NOT NULL DEFAULT 'click',
        ALTER value TYPE numeric(14, 3) USING 2 * value,
        ALTER category TYPE varchar(40),
        ALTER user_id TYPE numeric(20);
      UPDATE personalization_events SET value = 0.125 WHERE event_id % 9 = 0""";

  private static final String BEFORE =
      """
      engagement:
        from: public.personalization_events
        entity: user_id
        event-time: occurred_at
        features:
          views:  { count: true, where: { event_type: view },  over: [1h] }
          clicks: { count: true, where: { event_type: click }, over: [1h, lifetime] }
      """;

  private static final String AFTER =
      """
      engagement:
        from: public.personalization_events
        entity: user_id
        event-time: occurred_at
        features:
          clicks:     { count: true, where: { event_type: click }, over: [30m, 1h, 1d, lifetime] }
          spend:      { sum: value, over: [1h, lifetime] }
          categories: { distinct: category, over: [1h, lifetime] }
          web:        { count: true, where: { channel: web }, over: [lifetime] }
          app:        { count: true, where: { channel: app }, over: [lifetime] }
      profile:
        from: public.user_profile
        entity: user_id
        features:
          plan: { latest: plan }
      """;

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(3);

  @TempDir Path directory;

  @Test
  void fillsWhatIsNewWhileRowsChangeAndTheTaskManagerIsLost(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    try (ChangingPipeline pipeline = ChangingPipeline.start(directory);
        Workload workload = new Workload(pipeline.database()::connect, seed(), 60);
        RedisConnection redis = pipeline.redis()) {
      workload.createProfiles();
      pipeline.database().execute(OLD_ROWS);
      pipeline.run(BEFORE, 2);
      await().atMost(SOON).until(() -> fields(redis).contains("clicks_1h"));
      pipeline.database().execute(NEW_COLUMN);
      workload.start();
      await().atMost(SOON).until(() -> workload.changes() > ENOUGH_CHANGES);

      pipeline.stopWithSavepoint();
      pipeline.run(AFTER, 3);
      awaitFreshness(
          redis,
          freshness ->
              assertThat(freshness)
                  .containsEntry(
                      "filling",
                      "[\"spend_1h\",\"spend_lifetime\",\"categories_1h\","
                          + "\"categories_lifetime\",\"web_lifetime\",\"app_lifetime\"]")
                  .containsKey("as_of"));
      assertThat(fields(redis))
          .contains("clicks_30m", "clicks_1h", "clicks_1d", "clicks_lifetime")
          .doesNotContain("spend_1h", "categories_1h", "web_lifetime");

      pipeline.sendSignal();
      await().atMost(SOON).until(() -> pipeline.connector().chunksRead() > SOME_CHUNKS);
      cluster.terminateTaskManager(0).get();
      cluster.startTaskManager();
      assertThat(freshness(redis)).containsKey("filling");
      pipeline.database().execute(CHANGES);

      awaitFreshness(redis, freshness -> assertThat(freshness).doesNotContainKey("filling"));
      workload.stop();
      assertThat(workload.failure()).isNull();
      pipeline.database().execute(SILENT_CHANGES);
      pipeline.sendSignal();
      await().atMost(SOON).untilAsserted(() -> assertThat(pipeline.differences()).isEmpty());
      pipeline.settle();
      assertThat(pipeline.differences()).isEmpty();
      assertThat(fields(redis))
          .contains("clicks_30m", "clicks_1d", "spend_1h", "categories_1h", "web_lifetime")
          .doesNotContain("views_1h");
      assertThat(pipeline.deadLetters()).isZero();
    }
  }

  private static void awaitFreshness(
      RedisConnection redis, ThrowingConsumer<Map<String, String>> expected) {
    await().atMost(SOON).untilAsserted(() -> expected.accept(freshness(redis)));
  }

  private static Map<String, String> freshness(RedisConnection redis) {
    return redis.call(COMMANDS.hgetAll("feature:engagement"));
  }

  /** The fields that any entity has. */
  private static Set<String> fields(RedisConnection redis) {
    Set<String> fields = new HashSet<>();
    for (String key : redis.keys("feature:engagement:")) {
      fields.addAll(redis.call(COMMANDS.hkeys(key)));
    }
    return fields;
  }

  private static long seed() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed + " (repeat with -Dseed=" + seed + ")");
    return seed;
  }
}
