package io.tributary.rollup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.FeatureTopicsConfig;
import io.tributary.config.RollupConfig.TopicFormat;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.plan.FeatureTopic;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureVersion;
import io.tributary.rollup.store.FeatureWriter;
import io.tributary.rollup.store.FeaturesLostException;
import io.tributary.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/** What the writer leaves in a real Redis. */
class FeatureWriterIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final String KEY = "feature:by_user:7";
  private static final String DIGEST =
      Long.toUnsignedString(ToldValues.digest(Map.of("clicks_5m", "3")), 36);
  private static final long NOON = Instant.parse("2026-02-28T12:00:00Z").toEpochMilli();
  private static final RollupPlan PLAN =
      new RollupPlan(
          Map.of("by_user", Events.byUser(Events.count("clicks", Map.of(), "5m"))),
          Map.of("by_user", Duration.ofMillis(200)),
          Map.of("by_user", new FeatureTopic("features.by_user", TopicFormat.JSON)),
          FeatureTopicsConfig.DEFAULT);

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private RedisConnection redis;
  private OneInputStreamOperatorTestHarness<FeatureUpdate, Void> writer;

  @BeforeEach
  void open() throws Exception {
    redis = REDIS.connection();
    writer =
        new OneInputStreamOperatorTestHarness<>(
            new FeatureWriter(new RedisFeatures(REDIS.address(), Set.of("by_user")), PLAN));
    writer.open();
  }

  @AfterEach
  void close() throws Exception {
    writer.close();
  }

  @Test
  void writesHashAsReadersExpectIt() throws Exception {
    write(values(3, version(1, 5)));
    assertThat(redis.call(COMMANDS.hgetAll(KEY)))
        .containsOnly(
            Map.entry("clicks_5m", "3"),
            Map.entry("_updated_at", "2026-02-28T12:00:00.000Z"),
            Map.entry("_version", version(1, 5).text() + DIGEST));
  }

  @Test
  void writesOnlyVersionAndTimeOfValuesThatAreThere() throws Exception {
    write(values(3, version(1, 5)));
    redis.call(COMMANDS.hset(KEY, "left_alone", "1"));
    write(values(3, new FeatureVersion(1, 6, 0, NOON + 1)));
    assertThat(redis.call(COMMANDS.hgetAll(KEY)))
        .containsOnly(
            Map.entry("clicks_5m", "3"),
            Map.entry("left_alone", "1"),
            Map.entry("_updated_at", "2026-02-28T12:00:00.001Z"),
            Map.entry("_version", new FeatureVersion(1, 6, 0, NOON + 1).text() + DIGEST));
    write(values(4, version(1, 6)));
    assertThat(clicks()).as("older").isEqualTo("3");
    write(values(3, version(1, 7)));
    assertThat(redis.call(COMMANDS.hkeys(KEY))).as("refused before").doesNotContain("left_alone");
  }

  @Test
  void writesAllWhereSomebodyElseHasWrittenOrNothingIsLeft() throws Exception {
    write(values(3, version(1, 5)));
    Attempt same = Attempt.of(writer.getEnvironment().getExecutionId());
    try (FeatureStore.Session other =
        new RedisFeatures(REDIS.address(), Set.of("by_user")).open(same)) {
      other.write(List.of(values(9, version(1, 5))));
      write(values(3, version(1, 6)));
      assertThat(clicks()).isEqualTo("3");
      other.write(List.of(values(9, version(1, 8))));
      write(values(3, version(1, 7)));
      assertThat(clicks()).as("an older value").isEqualTo("9");
      write(values(3, version(1, 8)));
      assertThat(clicks()).isEqualTo("3");
      redis.call(COMMANDS.del(KEY));
      write(values(3, version(1, 9)));
      assertThat(clicks()).as("after it was deleted").isEqualTo("3");
    }
  }

  @Test
  void neverLetsOlderVersionReplaceNewer() throws Exception {
    write(values(3, version(1, 5)));
    write(values(2, version(1, 4)));
    write(values(2, new FeatureVersion(1, 5, 0, NOON - 1)));
    assertThat(clicks()).isEqualTo("3");
    write(values(4, version(1, 5)));
    assertThat(clicks()).as("an equal version is accepted").isEqualTo("4");
    write(values(1, version(2, 1)));
    assertThat(clicks()).as("a later rebuild wins").isEqualTo("1");
  }

  @Test
  void comparesVersionsBeyondTheDigitsOfLuasNumbers() throws Exception {
    long large = (1L << 53) + 2;
    write(values(3, version(1, large)));
    write(values(2, version(1, large - 1)));
    assertThat(clicks()).isEqualTo("3");
    write(values(4, version(1, Long.MAX_VALUE)));
    write(values(5, version(1, Long.MAX_VALUE - 1)));
    assertThat(clicks()).isEqualTo("4");
  }

  @Test
  void removesFieldsThatAreNoLongerThere() throws Exception {
    redis.call(COMMANDS.hset(KEY, "old_feature", "1"));
    write(values(3, version(1, 5)));
    assertThat(redis.call(COMMANDS.hkeys(KEY))).doesNotContain("old_feature");
  }

  @Test
  void keepsDeletedEntityFromComingBackWithReplay() throws Exception {
    write(values(3, version(1, 5)));
    write(gone(version(1, 6)));
    assertThat(redis.call(COMMANDS.hgetAll(KEY)))
        .containsOnly(Map.entry("_version", version(1, 6).text()));
    assertThat(redis.call(COMMANDS.ttl(KEY))).isBetween(604_700L, 604_800L);
    write(values(3, version(1, 5)));
    assertThat(clicks()).isNull();
    write(values(1, version(1, 7)));
    assertThat(clicks()).isEqualTo("1");
    assertThat(redis.call(COMMANDS.ttl(KEY))).as("reborn for good").isEqualTo(-1);
  }

  @Test
  void guardsNothingWhereNothingWasWritten() throws Exception {
    write(gone(version(1, 6)));
    assertThat(redis.call(COMMANDS.exists(KEY))).isFalse();
  }

  @Test
  void startsOverOnceEntityIsForgotten() throws Exception {
    write(values(3, version(1, 50)));
    writer.processElement(gone(version(1, 51)), 0);
    writer.processElement(update(FeatureUpdate.Change.FORGOTTEN, Map.of(), version(1, 51)), 0);
    writer.processElement(values(1, version(1, 1)), 0);
    writer.prepareSnapshotPreBarrier(1);
    assertThat(clicks()).isEqualTo("1");
  }

  @Test
  void failsWhereLaterRebuildHasWritten() throws Exception {
    write(values(3, version(2, 1)));
    assertThatIllegalStateException()
        .isThrownBy(() -> write(values(4, version(1, 9))))
        .withMessageContaining("later start of this job");
    assertThat(clicks()).isEqualTo("3");
    redis.call(COMMANDS.del(KEY));
  }

  @Test
  void gathersUpdatesOfAnEntityUntilTheyAreDue() throws Exception {
    writer.setProcessingTime(0);
    writer.processElement(values(1, version(1, 1)), 0);
    writer.setProcessingTime(99);
    writer.processElement(values(2, version(1, 2)), 0);
    assertThat(clicks()).isNull();
    writer.setProcessingTime(100);
    assertThat(clicks()).isEqualTo("2");
    assertThat(writer.getSideOutput(FeatureWriter.WRITTEN))
        .extracting(record -> record.getValue().version().applied())
        .containsExactly(2L);
  }

  @Test
  void letsWatermarkPassOnlyWhenAllBeforeItIsWritten() throws Exception {
    writer.setProcessingTime(0);
    writer.processWatermark(new Watermark(10));
    writer.processElement(values(1, version(1, 1)), 0);
    writer.processWatermark(new Watermark(20));
    writer.setProcessingTime(50);
    assertThat(writer.getOutput()).containsExactly(new Watermark(10));
    writer.setProcessingTime(100);
    assertThat(writer.getOutput()).containsExactly(new Watermark(10), new Watermark(20));
    assertThat(clicks()).isEqualTo("1");
  }

  @Test
  void writesEverythingBeforeItIsIdle() throws Exception {
    writer.setProcessingTime(0);
    writer.processElement(values(1, version(1, 1)), 0);
    writer.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(clicks()).isEqualTo("1");
    assertThat(writer.getOutput()).containsExactly(WatermarkStatus.IDLE);
  }

  @Test
  void writesEverythingBeforeBarrier() throws Exception {
    for (int user = 0; user < 2_500; user++) {
      writer.processElement(
          new FeatureUpdate(
              "by_user",
              new EntityKey(String.valueOf(user), 1),
              FeatureUpdate.Change.VALUES,
              Map.of("clicks_5m", "1"),
              version(1, 1)),
          0);
    }
    writer.prepareSnapshotPreBarrier(1);
    assertThat(redis.keys("feature:by_user:")).hasSize(2_500);
  }

  @Test
  void doesNotVouchForWhatARestartedRedisMayHaveLost() throws Exception {
    write(values(1, version(1, 1)));
    REDIS.server().restart();
    assertThatThrownBy(() -> write(values(2, version(1, 2))))
        .isInstanceOf(FeaturesLostException.class);
  }

  @Test
  void writesAgainAfterRedisHasForgottenItsScripts() throws Exception {
    write(values(1, version(1, 1)));
    redis.call(COMMANDS.scriptFlush());
    write(values(2, version(1, 2)));
    assertThat(clicks()).isEqualTo("2");
  }

  private void write(FeatureUpdate update) throws Exception {
    writer.processElement(update, 0);
    writer.prepareSnapshotPreBarrier(1);
  }

  private String clicks() {
    return redis.call(COMMANDS.hget(KEY, "clicks_5m"));
  }

  private static FeatureVersion version(long epoch, long applied) {
    return new FeatureVersion(epoch, applied, 0, NOON);
  }

  private static FeatureUpdate values(int clicks, FeatureVersion version) {
    return update(FeatureUpdate.Change.VALUES, Map.of("clicks_5m", "" + clicks), version);
  }

  private static FeatureUpdate gone(FeatureVersion version) {
    return update(FeatureUpdate.Change.GONE, Map.of(), version);
  }

  private static FeatureUpdate update(
      FeatureUpdate.Change change, Map<String, String> values, FeatureVersion version) {
    return new FeatureUpdate("by_user", new EntityKey("7", 1), change, values, version);
  }
}
