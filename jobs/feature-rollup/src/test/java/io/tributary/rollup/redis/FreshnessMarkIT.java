package io.tributary.rollup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.ConnectionUrl;
import io.tributary.config.FeatureTopicsConfig;
import io.tributary.config.RedisConfig;
import io.tributary.event.Lsn;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.entities.RollupStepHarness;
import io.tributary.rollup.entities.Unfilled;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.FeaturesLostException;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.testing.TestRedis;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/** What the mark leaves in a real Redis. */
class FreshnessMarkIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final long NOON = Instant.parse("2026-02-28T12:00:00Z").toEpochMilli();
  private static final RollupPlan PLAN =
      RollupStepHarness.planWithTopic(
          FeatureTopicsConfig.DEFAULT, Events.byUser(Events.count("clicks", Map.of(), "5m")));

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private RedisConnection redis;

  @BeforeEach
  void connect() {
    redis = REDIS.connection();
  }

  @Test
  void showsTheDatabaseTimeAndNeverTakesItBack() throws Exception {
    try (var mark = mark(1)) {
      mark.setProcessingTime(0);
      watermark(mark, NOON);
      watermark(mark, NOON + 50);
      assertThat(freshness()).containsEntry("database_time", "2026-02-28T12:00:00.000Z");
      mark.setProcessingTime(200);
      assertThat(freshness())
          .containsEntry("database_time", "2026-02-28T12:00:00.050Z")
          .doesNotContainKey("as_of");
    }
    try (var replay = mark(1)) {
      watermark(replay, NOON - 1_000);
      assertThat(freshness()).containsEntry("database_time", "2026-02-28T12:00:00.050Z");
    }
    try (var rebuild = mark(2)) {
      watermark(rebuild, NOON - 1_000);
      assertThat(freshness()).containsEntry("database_time", "2026-02-28T11:59:59.000Z");
      watermark(rebuild, Watermark.MAX_WATERMARK.getTimestamp());
      assertThat(freshness()).containsEntry("database_time", "2026-02-28T11:59:59.000Z");
    }
  }

  @Test
  void publishesHowFreshTheTableIsOnceTheWindowsHaveBeenMovedSoFar() throws Exception {
    try (var mark = mark(1)) {
      mark.setProcessingTime(0);
      watermark(mark, NOON - 2);
      mark.processElement2(new StreamRecord<>(fresh(NOON, "0/100", true)));
      mark.setProcessingTime(200);
      assertThat(freshness()).doesNotContainKey("as_of");
      watermark(mark, NOON - 1);
      mark.setProcessingTime(400);
      assertThat(freshness())
          .containsEntry("as_of", "2026-02-28T12:00:00.000Z")
          .containsEntry("as_of_lsn", "0/100")
          .containsEntry("as_of_kind", "proven");
      mark.processElement2(new StreamRecord<>(fresh(NOON - 500, "0/90", false)));
      mark.setProcessingTime(600);
      assertThat(freshness()).containsEntry("as_of_lsn", "0/100");
    }
    try (var rebuild = mark(2)) {
      watermark(rebuild, NOON);
      assertThat(freshness())
          .as("what was made before says nothing of what is made anew")
          .containsOnlyKeys("_epoch", "_watch", "_filled", "database_time");
    }
  }

  @Test
  void namesTheFieldsThatAreBeingFilledUntilAllSubtasksHaveWrittenThem() throws Exception {
    try (var mark = mark(1)) {
      mark.setProcessingTime(0);
      mark.processElement2(new StreamRecord<>(fresh(NOON, "0/100", true)));
      mark.processElement1(new StreamRecord<>(unfilled(List.of("clicks_5m"), Long.MIN_VALUE, 0)));
      mark.processElement1(new StreamRecord<>(unfilled(List.of(), Long.MIN_VALUE, 1)));
      watermark(mark, NOON);
      assertThat(freshness())
          .containsEntry("filling", "[\"clicks_5m\"]")
          .as("a rollup without any field that all rows are in")
          .doesNotContainKey("as_of");
      mark.processElement1(new StreamRecord<>(unfilled(List.of(), NOON, 0)));
      mark.setProcessingTime(200);
      assertThat(freshness()).containsKey("filling");
      watermark(mark, NOON + 1);
      mark.setProcessingTime(400);
      assertThat(freshness()).doesNotContainKey("filling").containsKey("as_of");
    }
  }

  @Test
  void leavesWhatIsBeingFilledUntilAllSubtasksHaveSaidSomething() throws Exception {
    try (var mark = mark(1)) {
      redis.call(COMMANDS.hset("feature:by_user", "filling", "[\"clicks_5m\"]"));
      mark.processElement1(new StreamRecord<>(unfilled(List.of(), Long.MIN_VALUE, 1)));
      watermark(mark, NOON);
      assertThat(freshness()).containsKey("filling");
      mark.processElement1(new StreamRecord<>(unfilled(List.of(), Long.MIN_VALUE, 0)));
      mark.setProcessingTime(200);
      assertThat(freshness()).doesNotContainKey("filling");
    }
  }

  @Test
  void isFreshAsOfNoTimeWhileRewrittenRowsHaveNotBeenTold() throws Exception {
    try (var mark = mark(1)) {
      mark.setProcessingTime(0);
      mark.processElement2(new StreamRecord<>(fresh(NOON, "0/100", true)));
      watermark(mark, NOON);
      assertThat(freshness()).containsKey("as_of");
      mark.processElement2(new StreamRecord<>(rewritten(NOON - 5_000)));
      mark.setProcessingTime(200);
      assertThat(freshness())
          .containsEntry("rewritten", "2026-02-28T11:59:55.000Z")
          .doesNotContainKeys("as_of", "as_of_lsn", "as_of_kind");
    }
    try (var restarted = mark(1)) {
      restarted.setProcessingTime(0);
      restarted.processElement2(new StreamRecord<>(fresh(NOON, "0/100", true)));
      watermark(restarted, NOON);
      assertThat(freshness()).containsKey("rewritten").doesNotContainKey("as_of");
      restarted.processElement2(new StreamRecord<>(rewritten(TableFreshness.NOT_REWRITTEN)));
      restarted.setProcessingTime(200);
      assertThat(freshness()).doesNotContainKey("rewritten").containsKey("as_of");
    }
  }

  @Test
  void noticesThatRedisHasBeenEmptiedWithoutAnyNewsToTell() throws Exception {
    try (var mark = mark(1)) {
      mark.setProcessingTime(0);
      watermark(mark, NOON);
      assertThat(store().isComplete(1)).isTrue();
      redis.call(COMMANDS.flushAll());
      assertThatThrownBy(() -> mark.setProcessingTime(1_000))
          .hasStackTraceContaining(FeaturesLostException.class.getName());
      assertThat(freshness()).isEmpty();
      assertThat(store().isComplete(1)).isFalse();
    }
  }

  @Test
  void takesFreshnessBackWhereRedisHasBeenRestarted() throws Exception {
    try (var mark = mark(1)) {
      mark.setProcessingTime(0);
      mark.processElement2(new StreamRecord<>(fresh(NOON, "0/100", true)));
      watermark(mark, NOON);
      assertThat(freshness()).containsKey("as_of");
      REDIS.server().restart();
      assertThat(store().isComplete(1)).as("asked before anybody noticed").isFalse();
      assertThat(freshness()).doesNotContainKeys("as_of", "as_of_lsn", "as_of_kind");
      assertThatThrownBy(() -> mark.setProcessingTime(1_000))
          .hasStackTraceContaining(FeaturesLostException.class.getName());
    }
    try (var again = mark(1)) {
      assertThat(freshness()).doesNotContainKey("as_of");
      watermark(again, NOON + 1);
      assertThat(store().isComplete(1)).isTrue();
    }
  }

  @Test
  void leavesALaterRebuildAlone() throws Exception {
    try (var later = mark(2)) {
      later.processElement2(new StreamRecord<>(fresh(NOON, "0/100", true)));
      watermark(later, NOON);
      assertThat(store().isComplete(1)).isTrue();
      assertThat(freshness()).containsKey("as_of");
      assertThatThrownBy(() -> mark(1)).hasMessageContaining("later start");
    }
  }

  @Test
  void doesNotStartWhereFeaturesCanBeEvicted() throws Exception {
    redis.call(COMMANDS.configSet("maxmemory-policy", "allkeys-lru"));
    try (var unlimited = mark(1)) {
      redis.call(COMMANDS.configSet("maxmemory", "100mb"));
      assertThatThrownBy(() -> mark(1)).hasMessageContaining("redis.accept-evictions: true");
      redis.call(COMMANDS.configSet("maxmemory-policy", "volatile-lru"));
      mark(1).close();
    } finally {
      redis.call(COMMANDS.configSet("maxmemory", "0"));
      redis.call(COMMANDS.configSet("maxmemory-policy", "noeviction"));
    }
  }

  private static Unfilled unfilled(List<String> fields, long since, int subtask) {
    return new Unfilled("by_user", fields, since, subtask, 2);
  }

  private static TableFreshness fresh(long millis, String lsn, boolean proven) {
    return new TableFreshness(Events.TABLE.table(), millis, Lsn.parse(lsn).value(), proven);
  }

  private static TableFreshness rewritten(long atMillis) {
    return fresh(NOON, "0/100", true).rewrittenAt(atMillis);
  }

  private static void watermark(
      TwoInputStreamOperatorTestHarness<Unfilled, TableFreshness, Void> mark, long millis)
      throws Exception {
    mark.processWatermark1(new Watermark(millis));
    mark.processWatermark2(new Watermark(millis));
  }

  private static TwoInputStreamOperatorTestHarness<Unfilled, TableFreshness, Void> mark(long epoch)
      throws Exception {
    RedisConfig config =
        new RedisConfig(new ConnectionUrl(REDIS.url()), RedisConfig.Mode.SINGLE, null, null, false);
    TwoInputStreamOperatorTestHarness<Unfilled, TableFreshness, Void> mark =
        new TwoInputStreamOperatorTestHarness<>(new FreshnessMark(config, PLAN, restored -> epoch));
    mark.open();
    return mark;
  }

  private static RedisFeatures store() {
    return new RedisFeatures(REDIS.address(), PLAN.rollups().keySet());
  }

  private Map<String, String> freshness() {
    return redis.call(COMMANDS.hgetAll("feature:by_user"));
  }
}
