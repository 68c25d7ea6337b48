package io.tributary.rollup.redis;

import static io.tributary.rollup.redis.FeatureWriterHarness.KEY;
import static io.tributary.rollup.redis.FeatureWriterHarness.digest;
import static io.tributary.rollup.redis.FeatureWriterHarness.values;
import static io.tributary.rollup.redis.FeatureWriterHarness.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.redis.RedisConnection;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureWriter;
import io.tributary.rollup.store.FeaturesLostException;
import io.tributary.testing.TestRedis;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/** What the writer leaves in a real Redis, and when. */
class FeatureWriterIT {

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
  void writesHashAsReadersExpectIt() throws Exception {
    writer.write(values(3, version(1, 5)));
    assertThat(redis.call(COMMANDS.hgetAll(KEY)))
        .containsOnly(
            Map.entry("clicks_5m", "3"),
            Map.entry("_updated_at", "2026-02-28T12:00:00.000Z"),
            Map.entry("_version", version(1, 5).text() + digest(Map.of("clicks_5m", "3"))));
  }

  @Test
  void removesFieldsThatAreNoLongerThere() throws Exception {
    redis.call(COMMANDS.hset(KEY, "old_feature", "1"));
    writer.write(values(3, version(1, 5)));
    assertThat(redis.call(COMMANDS.hkeys(KEY))).doesNotContain("old_feature");
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
    writer.write(values(1, version(1, 1)));
    REDIS.server().restart();
    assertThatThrownBy(() -> writer.write(values(2, version(1, 2))))
        .isInstanceOf(FeaturesLostException.class);
  }

  @Test
  void writesAgainAfterRedisHasForgottenItsScripts() throws Exception {
    writer.write(values(1, version(1, 1)));
    redis.call(COMMANDS.scriptFlush());
    writer.write(values(2, version(1, 2)));
    assertThat(clicks()).isEqualTo("2");
  }

  private String clicks() {
    return redis.call(COMMANDS.hget(KEY, "clicks_5m"));
  }
}
