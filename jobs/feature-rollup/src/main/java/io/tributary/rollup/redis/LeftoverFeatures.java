package io.tributary.rollup.redis;

import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.store.FeatureVersion;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandObjects;

/**
 * What no job keeps any more of a rollup in Redis: all of one that was removed; of one that there
 * is, the entities that only a former rebuild knew.
 */
public final class LeftoverFeatures {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int KEYS_A_BATCH = 1_000;

  /** Later than any epoch. */
  private static final String NEVER = "9".repeat(FeatureVersion.EPOCH_DIGITS);

  private final RedisConnection redis;
  private final String rollup;

  /**
   * @throws IllegalArgumentException if no rollup can have that name: its keys are others'
   */
  public LeftoverFeatures(RedisConnection redis, String rollup) {
    if (!FeatureKeys.canName(rollup)) {
      throw new IllegalArgumentException("no rollup can have the name '" + rollup + "'");
    }
    this.redis = redis;
    this.rollup = rollup;
  }

  /**
   * Deletes all hashes of the rollup, which no job may have any more.
   *
   * @param really whether to delete them, too, and not only count
   * @return how many entities had one
   */
  public long all(boolean really) {
    long count = before(NEVER, really);
    if (really) {
      redis.call(COMMANDS.del(FeatureKeys.freshness(rollup)));
      redis.call(COMMANDS.hdel(FeatureKeys.EPOCH, OwnerScripts.OWNER + rollup));
    }
    return count;
  }

  /** Whether all features of the present rebuild are there, so that others are of former ones. */
  public boolean isComplete() {
    return redis.call(COMMANDS.hexists(FeatureKeys.freshness(rollup), "as_of"));
  }

  /** The same as {@link #all} for the hashes that the present rebuild has not written. */
  public long ofFormerRebuilds(boolean really) {
    String epoch = redis.call(COMMANDS.hget(FeatureKeys.freshness(rollup), "_epoch"));
    return epoch == null ? 0 : before(epoch, really);
  }

  private long before(String epoch, boolean really) {
    List<String> keys = new ArrayList<>(redis.keys(FeatureKeys.freshness(rollup) + ":"));
    long count = 0;
    for (int from = 0; from < keys.size(); from += KEYS_A_BATCH) {
      RedisBatch batch = new RedisBatch();
      for (String key : keys.subList(from, Math.min(keys.size(), from + KEYS_A_BATCH))) {
        batch.evaluate(
            FeatureScripts.SWEEP, List.of(key), List.of(epoch, really ? "delete" : "count"));
      }
      count += redis.send(batch).stream().filter(each -> Long.valueOf(1).equals(each)).count();
    }
    return count;
  }
}
