package io.tributary.rollup;

import io.tributary.config.RedisConfig;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.redis.RedisScript;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Numbers rebuilds where their results are. The number is tied to the submission, not to an
 * attempt, so that an attempt that fails before its first checkpoint does not let the next one
 * write old values over new.
 */
final class RedisRebuildEpochs implements RebuildEpochs {

  private static final long serialVersionUID = 1L;

  private final RedisAddress address;
  private final String submission;

  RedisRebuildEpochs(RedisAddress address, String submission) {
    this.address = address;
    this.submission = submission;
  }

  /** The epochs as a job that is submitted now sees them. */
  static RedisRebuildEpochs of(RedisConfig redis) {
    return new RedisRebuildEpochs(redis.address(), UUID.randomUUID().toString());
  }

  @Override
  public long begin() {
    return run(FeatureScripts.BEGIN, submission);
  }

  @Override
  public void resume(long epoch) {
    run(FeatureScripts.RESUME, Long.toString(epoch));
  }

  private long run(RedisScript script, String argument) {
    try (RedisConnection redis = RedisConnection.open(address)) {
      RedisBatch batch = new RedisBatch();
      batch.evaluate(script, List.of(FeatureKeys.EPOCH), List.of(argument));
      return (Long) Objects.requireNonNull(redis.send(batch).get(0));
    }
  }
}
