package io.tributary.rollup;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Features as hashes in Redis, see {@link FeatureHash}. Redis acknowledges writes before they are
 * on a disk or a replica, so they count as lost when another server, or the same one after a
 * restart, answers: its {@link RedisConnection#identity} is then another than that which {@link
 * FreshnessMark} has noted beside the features.
 */
record RedisFeatures(RedisAddress address, Set<String> rollups) implements FeatureStore {

  RedisFeatures {
    rollups = Set.copyOf(rollups);
  }

  @Override
  public Session open(Attempt attempt) {
    RedisConnection redis = RedisConnection.open(address);
    try {
      return new RedisSession(redis, rollups, Fences.of(redis, address, rollups, attempt));
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  @Override
  public boolean isComplete(long epoch) {
    try (RedisConnection redis = RedisConnection.open(address)) {
      List<String> arguments = List.of(FeatureVersion.epochText(epoch), redis.identity());
      RedisBatch batch = new RedisBatch();
      for (String rollup : rollups) {
        batch.evaluate(FeatureScripts.COMPLETE, List.of(FeatureKeys.freshness(rollup)), arguments);
      }
      return redis.send(batch).stream().allMatch(complete -> Long.valueOf(1).equals(complete));
    }
  }

  /** Takes back that the features are complete. */
  static void disown(RedisConnection redis, Collection<String> rollups) {
    RedisBatch batch = new RedisBatch();
    for (String rollup : rollups) {
      batch.evaluate(FeatureScripts.DISOWN, List.of(FeatureKeys.freshness(rollup)), List.of());
    }
    redis.send(batch);
  }
}
