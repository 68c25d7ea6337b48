package io.tributary.rollup.redis;

import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeaturesLostException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes features to Redis. Of an entity whose values are those that were written before, only the
 * version and the time are written. Redis compares: it then holds, byte for byte, what it would
 * hold had all been written, or reports other values, and all are written.
 */
final class RedisSession implements FeatureStore.Session {

  private final RedisConnection redis;
  private final String identity;
  private final Set<String> rollups;
  private final Fences fences;
  private final WrittenValues written = new WrittenValues();

  RedisSession(RedisConnection redis, Set<String> rollups, Fences fences) {
    this.redis = redis;
    this.identity = redis.identity();
    this.rollups = rollups;
    this.fences = fences;
  }

  @Override
  public FeatureStore.Written write(Collection<FeatureUpdate> updates) {
    fences.raise(redis, updates);
    List<FeatureHash> hashes = updates.stream().map(FeatureHash::of).toList();
    BitSet touched = new BitSet();
    RedisBatch batch = new RedisBatch();
    for (int i = 0; i < hashes.size(); i++) {
      FeatureHash hash = hashes.get(i);
      if (written.has(hash)) {
        touched.set(i);
        hash.touch(batch, fences);
      } else {
        hash.write(batch, fences);
      }
    }
    return take(hashes, touched, redis.send(batch));
  }

  private FeatureStore.Written take(
      List<FeatureHash> hashes, BitSet touched, List<@Nullable Object> replies) {
    int refused = 0;
    int unchanged = 0;
    List<FeatureUpdate> others = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i++) {
      FeatureHash hash = hashes.get(i);
      long outcome = FeatureHash.outcome(replies.get(i));
      written.note(hash, outcome == FeatureScripts.DONE);
      if (outcome == FeatureScripts.OTHER) {
        others.add(hash.update());
      } else if (outcome == FeatureScripts.REFUSED) {
        refused++;
      } else if (touched.get(i)) {
        unchanged++;
      }
    }
    // Nothing is remembered of these by now, so all their values are written.
    FeatureStore.Written rest = others.isEmpty() ? FeatureStore.Written.NOTHING : write(others);
    return new FeatureStore.Written(refused + rest.refused(), unchanged + rest.unchanged());
  }

  @Override
  public void confirm() {
    if (!redis.identity().equals(identity)) {
      RedisFeatures.disown(redis, rollups);
      throw new FeaturesLostException();
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
