package io.tributary.rollup.redis;

import io.tributary.config.RedisConfig;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.RebuildEpochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import redis.clients.jedis.CommandObjects;

/**
 * Numbers rebuilds where their results are. The number is tied to the submission, not to an
 * attempt, so that an attempt that fails before its first checkpoint does not let the next one
 * write old values over new. Other pipelines may have other rollups in the same Redis.
 *
 * @param definitions all that decides how many contributions rows make, and what is published of
 *     them, for comparison only; no blanks
 * @param rollups their names
 */
public record RedisRebuildEpochs(
    RedisAddress address, String submission, String definitions, List<String> rollups)
    implements RebuildEpochs {

  private static final CommandObjects COMMANDS = new CommandObjects();

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
    try (RedisConnection redis = RedisConnection.open(address)) {
      List<String> arguments = new ArrayList<>(List.of(submission, definitions));
      arguments.add(Long.toString(restored));
      arguments.add(Long.toString(highest(redis)));
      arguments.addAll(rollups);
      RedisBatch batch = new RedisBatch();
      batch.evaluate(OwnerScripts.EPOCH, List.of(FeatureKeys.EPOCH), arguments);
      return FeatureHash.outcome(redis.send(batch).get(0));
    }
  }

  /** Of those beside the rollups, in case that somebody has deleted the hash with the last one. */
  private long highest(RedisConnection redis) {
    return rollups.stream()
        .map(rollup -> redis.call(COMMANDS.hget(FeatureKeys.freshness(rollup), "_epoch")))
        .filter(Objects::nonNull)
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }
}
