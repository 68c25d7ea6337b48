package io.tributary.rollup.redis;

import io.tributary.config.RedisConfig;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.RebuildEpochs;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Numbers rebuilds where their results are. The number is tied to the submission, not to an
 * attempt, so that an attempt that fails before its first checkpoint does not let the next one
 * write old values over new. Other pipelines may have other rollups in the same Redis.
 *
 * @param definitions all that decides how many contributions rows make, and what is told of them,
 *     for comparison only; no blanks
 * @param rollups their names
 */
public record RedisRebuildEpochs(
    RedisAddress address, String submission, String definitions, List<String> rollups)
    implements RebuildEpochs {

  public RedisRebuildEpochs {
    rollups = List.copyOf(rollups);
  }

  /** The epochs as a job that is submitted now sees them. */
  public static RedisRebuildEpochs of(RedisConfig redis, RollupPlan plan) {
    String submission = UUID.randomUUID().toString();
    return new RedisRebuildEpochs(
        redis.address(), submission, plan.fingerprint(), List.copyOf(plan.rollups().keySet()));
  }

  @Override
  public long of(long restored) {
    List<String> arguments =
        new ArrayList<>(List.of(submission, definitions, Long.toString(restored)));
    arguments.addAll(rollups);
    try (RedisConnection redis = RedisConnection.open(address)) {
      RedisBatch batch = new RedisBatch();
      batch.evaluate(OwnerScripts.EPOCH, List.of(FeatureKeys.EPOCH), arguments);
      return FeatureHash.outcome(redis.send(batch).get(0));
    }
  }
}
