package io.tributary.rollup;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import java.util.Collection;

/** Features as hashes in Redis, see {@link FeatureHash}. */
record RedisFeatures(RedisAddress address) implements FeatureStore {

  @Override
  public Session open() {
    return new Writing(RedisConnection.open(address));
  }

  private record Writing(RedisConnection redis) implements Session {

    @Override
    public int write(Collection<FeatureUpdate> updates) {
      RedisBatch batch = new RedisBatch();
      updates.forEach(update -> FeatureHash.write(update, batch));
      return FeatureHash.refused(redis.send(batch));
    }

    @Override
    public void close() {
      redis.close();
    }
  }
}
