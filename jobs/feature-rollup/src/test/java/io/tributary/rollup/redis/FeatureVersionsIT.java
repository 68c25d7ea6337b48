package io.tributary.rollup.redis;

import static io.tributary.rollup.redis.FeatureWriterHarness.KEY;
import static io.tributary.rollup.redis.FeatureWriterHarness.NOON;
import static io.tributary.rollup.redis.FeatureWriterHarness.digest;
import static io.tributary.rollup.redis.FeatureWriterHarness.forgotten;
import static io.tributary.rollup.redis.FeatureWriterHarness.gone;
import static io.tributary.rollup.redis.FeatureWriterHarness.values;
import static io.tributary.rollup.redis.FeatureWriterHarness.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tributary.redis.RedisConnection;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureVersion;
import io.tributary.testing.TestRedis;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/** Which of two values of an entity a real Redis keeps, in whatever order they are written. */
class FeatureVersionsIT {

  private static final CommandObjects COMMANDS = new CommandObjects();

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private RedisConnection redis;
  private FeatureWriterHarness writer;

  @BeforeEach
  void open() throws Exception {
    redis = REDIS.connection();
    writer = new FeatureWriterHarness(REDIS.address());
    writer.open();
  }

  @AfterEach
  void close() throws Exception {
    writer.close();
  }

  @Test
  void writesOnlyVersionAndTimeOfValuesThatAreThere() throws Exception {
    writer.write(values(3, version(1, 5)));
    redis.call(COMMANDS.hset(KEY, "left_alone", "1"));
    writer.write(values(3, new FeatureVersion(1, 6, 0, NOON + 1)));
    assertThat(redis.call(COMMANDS.hgetAll(KEY)))
        .containsOnly(
            Map.entry("clicks_5m", "3"),
            Map.entry("left_alone", "1"),
            Map.entry("_updated_at", "2026-02-28T12:00:00.001Z"),
            Map.entry(
                "_version",
                new FeatureVersion(1, 6, 0, NOON + 1).text() + digest(Map.of("clicks_5m", "3"))));
    writer.write(values(4, version(1, 6)));
    assertThat(clicks()).as("older").isEqualTo("3");
    writer.write(values(3, version(1, 7)));
    assertThat(redis.call(COMMANDS.hkeys(KEY))).as("refused before").doesNotContain("left_alone");
  }

  @Test
  void writesAllWhereSomebodyElseHasWrittenOrNothingIsLeft() throws Exception {
    writer.write(values(3, version(1, 5)));
    Attempt same = Attempt.of(writer.getEnvironment().getExecutionId());
    try (FeatureStore.Session other =
        new RedisFeatures(REDIS.address(), Set.of("by_user")).open(same)) {
      other.write(List.of(values(9, version(1, 5))));
      writer.write(values(3, version(1, 6)));
      assertThat(clicks()).isEqualTo("3");
      other.write(List.of(values(9, version(1, 8))));
      writer.write(values(3, version(1, 7)));
      assertThat(clicks()).as("an older value").isEqualTo("9");
      writer.write(values(3, version(1, 8)));
      assertThat(clicks()).isEqualTo("3");
      redis.call(COMMANDS.del(KEY));
      writer.write(values(3, version(1, 9)));
      assertThat(clicks()).as("after it was deleted").isEqualTo("3");
    }
  }

  @Test
  void neverLetsOlderVersionReplaceNewer() throws Exception {
    writer.write(values(3, version(1, 5)));
    writer.write(values(2, version(1, 4)));
    writer.write(values(2, new FeatureVersion(1, 5, 0, NOON - 1)));
    assertThat(clicks()).isEqualTo("3");
    writer.write(values(4, version(1, 5)));
    assertThat(clicks()).as("an equal version is accepted").isEqualTo("4");
    writer.write(values(1, version(2, 1)));
    assertThat(clicks()).as("a later rebuild wins").isEqualTo("1");
  }

  @Test
  void comparesVersionsBeyondTheDigitsOfLuasNumbers() throws Exception {
    long large = (1L << 53) + 2;
    writer.write(values(3, version(1, large)));
    writer.write(values(2, version(1, large - 1)));
    assertThat(clicks()).isEqualTo("3");
    writer.write(values(4, version(1, Long.MAX_VALUE)));
    writer.write(values(5, version(1, Long.MAX_VALUE - 1)));
    assertThat(clicks()).isEqualTo("4");
  }

  @Test
  void keepsDeletedEntityFromComingBackWithReplay() throws Exception {
    writer.write(values(3, version(1, 5)));
    writer.write(gone(version(1, 6)));
    assertThat(redis.call(COMMANDS.hgetAll(KEY)))
        .containsOnly(Map.entry("_version", version(1, 6).text()));
    assertThat(redis.call(COMMANDS.ttl(KEY))).isBetween(604_700L, 604_800L);
    writer.write(values(3, version(1, 5)));
    assertThat(clicks()).isNull();
    writer.write(values(1, version(1, 7)));
    assertThat(clicks()).isEqualTo("1");
    assertThat(redis.call(COMMANDS.ttl(KEY))).as("reborn for good").isEqualTo(-1);
  }

  @Test
  void guardsNothingWhereNothingWasWritten() throws Exception {
    writer.write(gone(version(1, 6)));
    assertThat(redis.call(COMMANDS.exists(KEY))).isFalse();
  }

  @Test
  void startsOverOnceEntityIsForgotten() throws Exception {
    writer.write(values(3, version(1, 50)));
    writer.processElement(gone(version(1, 51)), 0);
    writer.processElement(forgotten(version(1, 51)), 0);
    writer.processElement(values(1, version(1, 1)), 0);
    writer.prepareSnapshotPreBarrier(1);
    assertThat(clicks()).isEqualTo("1");
  }

  @Test
  void failsWhereLaterRebuildHasWritten() throws Exception {
    writer.write(values(3, version(2, 1)));
    assertThatIllegalStateException()
        .isThrownBy(() -> writer.write(values(4, version(1, 9))))
        .withMessageContaining("later start of this job");
    assertThat(clicks()).isEqualTo("3");
    redis.call(COMMANDS.del(KEY));
  }

  private String clicks() {
    return redis.call(COMMANDS.hget(KEY, "clicks_5m"));
  }
}
