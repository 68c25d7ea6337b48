package io.tributary.rollup.redis;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureVersion;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObjects;

/**
 * Features as hashes in Redis, see {@link FeatureHash}. Redis acknowledges writes before they are
 * on a disk or a replica, so they count as lost when another server, or the same one after a
 * restart, answers: its {@link RedisConnection#identity} is then another than that which {@link
 * FreshnessMark} has noted beside the features.
 */
public record RedisFeatures(RedisAddress address, Set<String> rollups) implements FeatureStore {

  private static final CommandObjects COMMANDS = new CommandObjects();

  public RedisFeatures {
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

  /**
   * Makes the job that keeps these rollups, or its next start from state, write all their entities
   * again, over whatever is there. A job that runs notices within seconds and starts again; it owns
   * the rollups no more, so that it gets a higher epoch than what is there.
   *
   * @return those of which a job has ever written how fresh they are
   */
  public static Set<String> askForAll(RedisAddress address, Collection<String> rollups) {
    Set<String> known = new LinkedHashSet<>();
    try (RedisConnection redis = RedisConnection.open(address)) {
      for (String rollup : rollups) {
        redis.call(COMMANDS.hdel(FeatureKeys.EPOCH, OwnerScripts.OWNER + rollup));
      }
      RedisBatch batch = new RedisBatch();
      rollups.forEach(rollup -> batch.unlink(FeatureKeys.freshness(rollup)));
      List<@Nullable Object> replies = redis.send(batch);
      int next = 0;
      for (String rollup : rollups) {
        if (Long.valueOf(1).equals(replies.get(next++))) {
          known.add(rollup);
        }
      }
    }
    return known;
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
