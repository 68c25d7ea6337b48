package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tributary.event.DeadLetter;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestRedis;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/** The whole job on a real Redis, from the bytes of the wire on. */
class FeatureRollupJobIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofMinutes(1);

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private EngagementJob run;

  @BeforeEach
  void prepare() {
    run = new EngagementJob(REDIS.url());
  }

  @AfterEach
  void stopJob() throws Exception {
    run.close();
  }

  @Test
  void followsInsertsUpdatesAndDeletes() throws Exception {
    run.start();
    run.changes.add(run.insert(1, 7, "click", "0"), run.insert(2, 7, "purchase", "9.90"));
    run.changes.add(run.insert(3, 8, "purchase", "5.00"), run.insert(4, 8, "view", "0"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "9.9", "spend_lifetime", "9.9"));
    run.awaitFeatures(8, Map.of("clicks_5m", "0", "spend_1h", "5", "spend_lifetime", "5"));

    run.changes.add(
        EngagementJob.EVENTS
            .update(run.lsn())
            .set("id", 2)
            .set("user_id", 8)
            .set("event_type", "purchase")
            .set("value", "1.10")
            .set("occurred_at", EngagementJob.NOON.toString())
            .committedAt(run.tick()));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
    run.awaitFeatures(8, Map.of("clicks_5m", "0", "spend_1h", "6.1", "spend_lifetime", "6.1"));

    run.changes.add(run.delete(1), run.delete(2), run.delete(3));
    run.awaitGone(7);
    run.awaitGone(8);
    assertThat(run.deadLetters.collected()).isEmpty();
  }

  @Test
  void countsEachRowOfACopyOnce() throws Exception {
    run.start();
    String lsn = run.lsn();
    for (int times = 0; times < 2; times++) {
      run.changes.add(run.copied(lsn, 1, 7), run.copied(lsn, 2, 7), run.copied(lsn, 3, 7));
    }
    run.tick();
    run.changes.add(run.insert(4, 8, "click", "0"));
    run.awaitFeatures(8, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
    run.awaitFeatures(7, Map.of("clicks_5m", "3", "spend_1h", "0", "spend_lifetime", "0"));
    run.changes.add(run.delete(2));
    run.awaitFeatures(7, Map.of("clicks_5m", "2", "spend_1h", "0", "spend_lifetime", "0"));
  }

  @Test
  void takesBackTheRowsOfATruncatedTable() throws Exception {
    run.start();
    run.changes.add(run.insert(1, 7, "click", "0"), run.insert(2, 8, "purchase", "9.90"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
    run.awaitFeatures(8, Map.of("clicks_5m", "0", "spend_1h", "9.9", "spend_lifetime", "9.9"));

    run.changes.add(EngagementJob.EVENTS.truncate(run.lsn()).committedAt(run.tick()));
    run.awaitGone(7);
    run.awaitGone(8);
    run.changes.add(run.insert(1, 7, "click", "0"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
    assertThat(run.deadLetters.collected()).isEmpty();
  }

  @Test
  void takesBackRowsThatTheSnapshotOfANewSlotNoLongerShows() throws Exception {
    run.start();
    run.changes.add(run.insert(1, 7, "click", "0"), run.insert(2, 8, "click", "0"));
    run.awaitFeatures(8, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));

    run.snapshot(1, 7);
    run.heartbeat();
    run.now = run.now.plus(Duration.ofMinutes(1));
    for (int id = 10; id < 20; id++) {
      run.changes.add(run.insert(id, 9, "click", "0"));
    }
    run.awaitFeatures(9, Map.of("clicks_5m", "10", "spend_1h", "0", "spend_lifetime", "0"));
    assertThat(run.clicks(8)).isOne();
    ScriptedFreshness.set(
        new TableFreshness(
            EngagementJob.EVENTS.table(), run.now.toEpochMilli(), Long.MAX_VALUE, true));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              run.heartbeat();
              assertThat(run.clicks(8)).isZero();
            });
    run.awaitGone(8);
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
  }

  @Test
  void movesWindowsWithHeartbeatsOfAnIdleDatabase() throws Exception {
    run.start();
    run.changes.add(run.insert(1, 7, "click", "0"), run.insert(2, 7, "purchase", "5"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "5", "spend_lifetime", "5"));

    run.now = EngagementJob.NOON.plus(Duration.ofMinutes(10));
    run.heartbeat();
    run.awaitFeatures(7, Map.of("clicks_5m", "0", "spend_1h", "5", "spend_lifetime", "5"));
    run.awaitDatabaseTime(run.now.minusMillis(2));

    run.now = EngagementJob.NOON.plus(Duration.ofHours(2));
    run.heartbeat();
    run.awaitFeatures(7, Map.of("clicks_5m", "0", "spend_1h", "0", "spend_lifetime", "5"));
  }

  @Test
  void reportsRowThatItCannotJudge() throws Exception {
    run.start();
    run.changes.add(
        EngagementJob.EVENTS
            .insert(run.lsn())
            .set("id", 1)
            .set("user_id", 7)
            .set("value", "5")
            .set("occurred_at", EngagementJob.NOON.toString())
            .unavailable("event_type")
            .committedAt(run.tick()));
    assertThat(run.deadLetters.await(letters -> !letters.isEmpty()))
        .extracting(DeadLetter::code, DeadLetter::stage, DeadLetter::table)
        .containsExactly(tuple("COLUMN_UNAVAILABLE", "rollup", "public.events"));
    run.changes.add(run.insert(2, 7, "click", "0"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
  }

  @Test
  void countsOnceWhatIsReplayedAfterLossOfTaskManager(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    run.start();
    int rows = 3_000;
    for (int id = 0; id < rows; id++) {
      run.changes.add(run.insert(id, id % 10, "click", "0"));
      if (id % 1_000 == 999) {
        int some = id / 20;
        await().atMost(SOON).until(() -> run.clicks(9) >= some);
        cluster.terminateTaskManager(id / 1_000).get();
        cluster.startTaskManager();
      }
    }
    for (int user = 0; user < 10; user++) {
      run.awaitFeatures(user, Map.of("clicks_5m", "300", "spend_1h", "0", "spend_lifetime", "0"));
    }
  }

  @Test
  void rebuildsWhatIsInRedisWhenStartedWithoutState() throws Exception {
    run.start();
    run.changes.add(run.insert(1, 7, "click", "0"), run.insert(2, 7, "purchase", "5"));
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "5", "spend_lifetime", "5"));
    String version = run.redis.call(COMMANDS.hget("feature:engagement:7", "_version"));
    run.stop();

    run.redis.call(COMMANDS.hset("feature:engagement:7", "clicks_5m", "1000"));
    run.start();
    run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "5", "spend_lifetime", "5"));
    assertThat(run.redis.call(COMMANDS.hget("feature:engagement:7", "_version")))
        .isGreaterThan(version);
  }
}
