package io.tributary.rollup.redis;

import io.tributary.config.FeatureTopicsConfig;
import io.tributary.config.RollupConfig.TopicFormat;
import io.tributary.redis.RedisAddress;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.plan.FeatureTopic;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureUpdate.Change;
import io.tributary.rollup.store.FeatureVersion;
import io.tributary.rollup.store.FeatureWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The writer of a rollup {@code by_user} that counts clicks, and updates of its user 7. */
final class FeatureWriterHarness extends OneInputStreamOperatorTestHarness<FeatureUpdate, Void> {

  static final String KEY = "feature:by_user:7";
  static final long NOON = Instant.parse("2026-02-28T12:00:00Z").toEpochMilli();

  private static final RollupPlan PLAN =
      new RollupPlan(
          Map.of("by_user", Events.byUser(Events.count("clicks", Map.of(), "5m"))),
          Map.of("by_user", Duration.ofMillis(200)),
          Map.of("by_user", new FeatureTopic("features.by_user", TopicFormat.JSON)),
          FeatureTopicsConfig.DEFAULT);

  FeatureWriterHarness(RedisAddress redis) throws Exception {
    super(new FeatureWriter(new RedisFeatures(redis, Set.of("by_user")), PLAN));
  }

  /** Writes at once, as before a barrier. */
  void write(FeatureUpdate update) throws Exception {
    processElement(update, 0);
    prepareSnapshotPreBarrier(1);
  }

  static FeatureVersion version(long epoch, long applied) {
    return new FeatureVersion(epoch, applied, 0, NOON);
  }

  static FeatureUpdate values(int clicks, FeatureVersion version) {
    return update(Change.VALUES, Map.of("clicks_5m", "" + clicks), version);
  }

  static FeatureUpdate gone(FeatureVersion version) {
    return update(Change.GONE, Map.of(), version);
  }

  static FeatureUpdate forgotten(FeatureVersion version) {
    return update(Change.FORGOTTEN, Map.of(), version);
  }

  /** What follows the version of a hash with these values. */
  static String digest(Map<String, String> values) {
    return Long.toUnsignedString(WrittenValues.digest(values), 36);
  }

  private static FeatureUpdate update(
      Change change, Map<String, String> values, FeatureVersion version) {
    return new FeatureUpdate("by_user", new EntityKey("7", 1), change, values, version);
  }
}
