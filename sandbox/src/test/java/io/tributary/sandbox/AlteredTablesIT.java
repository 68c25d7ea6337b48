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
 * Tables that get another replica identity while rows change, one whose rows move between its
 * partitions, and one that is truncated, and whose rows get other entities and keys, while it is
 * filled.
 */
@Timeout(240)
class AlteredTablesIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofSeconds(90);

  private static final String ROWS =
      """
      INSERT INTO personalization_events
        SELECT i, 1 + i % 10, (ARRAY['click', 'view'])[1 + i % 2], 'c-' || i % 9, i % 50, NULL, now(), 1
        FROM generate_series(FROM_ID, TO_ID) AS i;
      INSERT INTO consent_log
        SELECT 1 + i % 10, 'purpose-' || i % 7, i % 2 = 0, '2026-01-01' FROM generate_series(FROM_ID, TO_ID) AS i;
      INSERT INTO visits SELECT i, 1 + i % 10, '2026-01-01' FROM generate_series(FROM_ID, TO_ID) AS i;
      """;

  /** Rows move between entities, and between keys; some are gone and come back. */
  private static final String CHANGES =
      """
      UPDATE personalization_events SET user_id = 1 + user_id % 10, value = value + 1 WHERE event_id % 3 = 0;
      UPDATE personalization_events SET event_id = event_id + 100000 WHERE event_id % 7 = 0;
      UPDATE personalization_events SET event_type = 'click', category = 'moved' WHERE event_id % 5 = 0;
      DELETE FROM personalization_events WHERE event_id % 11 = 0;
      UPDATE visits SET id = id + 1000 WHERE id % 7 = 0 AND id < 1000;
      UPDATE visits SET user_id = 1 + user_id % 10 WHERE id % 3 = 0;
      DELETE FROM visits WHERE id % 13 = 0;
      """;

  /** Allowed only while the table without a key has its whole rows in the log. */
  private static final String CHANGES_WITHOUT_KEY =
      """
      UPDATE consent_log SET user_id = 1 + user_id % 10 WHERE purpose = 'purpose-1';
      UPDATE consent_log SET granted = NOT granted WHERE purpose = 'purpose-2';
      DELETE FROM consent_log WHERE purpose = 'purpose-3' AND user_id < 5;
      """;

  private static final String IDENTITY = "ALTER TABLE %s REPLICA IDENTITY %s;";

  private static final String OTHERS =
      """
      consents:
        from: public.consent_log
        entity: user_id
        event-time: recorded_at
        features:
          given: { count: true, where: { granted: true }, over: [lifetime] }
          purposes: { top: purpose, k: 3, over: [lifetime] }
      visits:
        from: public.visits
        entity: user_id
        event-time: at
        features:
          visits: { count: true, over: [lifetime] }
      """;

  private static final String BEFORE =
      """
      engagement:
        from: public.personalization_events
        entity: user_id
        event-time: occurred_at
        features:
          clicks: { count: true, where: { event_type: click }, over: [lifetime] }
          spend:  { sum: value, over: [lifetime] }
      """;

  private static final String AFTER =
      BEFORE
          + """
              categories: { distinct: category, over: [lifetime] }
              last:       { last: category, over: [lifetime] }
          """;

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @TempDir Path directory;

  @Test
  void keepFeaturesTrueToThem() throws Exception {
    try (ChangingPipeline pipeline = ChangingPipeline.start(directory);
        RedisConnection redis = pipeline.redis()) {
      SourceDatabase database = pipeline.database();
      database.execute(rows(1, 400));
      pipeline.run(BEFORE + OTHERS, 2);
      int next = 401;
      for (String identity : new String[] {"FULL", "DEFAULT", "FULL", "DEFAULT"}) {
        database.execute(IDENTITY.formatted("personalization_events", identity));
        database.execute(IDENTITY.formatted("consent_log", identity));
        database.execute(CHANGES);
        database.execute(rows(next, next + 49));
        if (identity.equals("FULL")) {
          database.execute(CHANGES_WITHOUT_KEY);
        }
        next += 50;
      }
      awaitNoDifferences(pipeline);

      pipeline.stopWithSavepoint();
      pipeline.run(AFTER + OTHERS, 2);
      await().atMost(SOON).until(() -> freshness(redis).containsKey("filling"));
      database.execute(CHANGES);
      pipeline.sendSignal();
      await().atMost(SOON).until(() -> pipeline.connector().chunksRead() > 2);
      database.execute(CHANGES);
      database.execute("TRUNCATE personalization_events");
      database.execute(rows(next, next + 299));
      pipeline.sendSignal();
      database.execute(CHANGES);
      await().atMost(SOON).until(() -> !freshness(redis).containsKey("filling"));
      awaitNoDifferences(pipeline);
      pipeline.settle();
      assertThat(pipeline.differences()).isEmpty();
      assertThat(pipeline.deadLetters()).isZero();
    }
  }

  private static String rows(int from, int to) {
    return ROWS.replace("FROM_ID", "" + from).replace("TO_ID", "" + to);
  }

  private static void awaitNoDifferences(ChangingPipeline pipeline) {
    await().atMost(SOON).untilAsserted(() -> assertThat(pipeline.differences()).isEmpty());
  }

  private static Map<String, String> freshness(RedisConnection redis) {
    return redis.call(COMMANDS.hgetAll("feature:engagement"));
  }
}
