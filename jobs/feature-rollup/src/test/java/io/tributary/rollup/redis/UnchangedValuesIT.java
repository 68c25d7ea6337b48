package io.tributary.rollup.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureVersion;
import io.tributary.testing.TestRedis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.CommandObjects;

/**
 * Whatever sessions write, one after another or at the same time, and whoever deletes keys between:
 * Redis holds the same as if each had written all values always.
 */
class UnchangedValuesIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Attempt ATTEMPT = new Attempt("graph", 0);
  private static final int STEPS = 300;

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private int unchanged;

  static LongStream seeds() {
    return new Random(RandomHistory.seed()).longs(8);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leavesWhatFullWritesWouldLeave(long seed) {
    Random random = new Random(seed);
    List<FeatureStore.Session> sessions = new ArrayList<>();
    try (RedisConnection left = RedisConnection.open(database(0));
        RedisConnection right = RedisConnection.open(database(1))) {
      left.call(COMMANDS.flushAll());
      for (int i = 0; i < 3; i++) {
        sessions.add(features(0).open(ATTEMPT));
      }
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(20) == 0) {
          String key = "feature:r:" + random.nextInt(4);
          left.call(COMMANDS.del(key));
          right.call(COMMANDS.del(key));
        }
        List<FeatureUpdate> updates = updates(random, step);
        FeatureStore.Written written = sessions.get(random.nextInt(3)).write(updates);
        unchanged += written.unchanged();
        assertThat(written.refused()).isEqualTo(writeAll(updates));
        assertThat(content(left)).as("seed %d, step %d", seed, step).isEqualTo(content(right));
      }
    } finally {
      sessions.forEach(FeatureStore.Session::close);
    }
    assertThat(unchanged).isGreaterThan(STEPS / 20);
  }

  /** A session that remembers nothing, for it has just begun. */
  private static int writeAll(List<FeatureUpdate> updates) {
    try (FeatureStore.Session fresh = features(1).open(ATTEMPT)) {
      return fresh.write(updates).refused();
    }
  }

  /** Of different entities, with versions that grow on the whole, and mostly one value. */
  private static List<FeatureUpdate> updates(Random random, int step) {
    Map<Integer, FeatureUpdate> updates = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int dice = random.nextInt(20);
      FeatureUpdate.Change change =
          dice == 0
              ? FeatureUpdate.Change.GONE
              : dice == 1 ? FeatureUpdate.Change.FORGOTTEN : FeatureUpdate.Change.VALUES;
      Map<String, String> values =
          change != FeatureUpdate.Change.VALUES
              ? Map.of()
              : random.nextInt(5) == 0 ? Map.of("a", "2", "b", "\"x\"") : Map.of("a", "1");
      FeatureVersion version =
          new FeatureVersion(
              1, step / 10 + random.nextInt(3), random.nextInt(2), step + random.nextInt(20));
      int entity = random.nextInt(4);
      EntityKey key = new EntityKey(Integer.toString(entity), 1);
      updates.put(entity, new FeatureUpdate("r", key, change, values, version));
    }
    return List.copyOf(updates.values());
  }

  private static Map<String, Map<String, String>> content(RedisConnection redis) {
    Map<String, Map<String, String>> content = new TreeMap<>();
    for (String key : redis.call(COMMANDS.keys("feature:r:*"))) {
      Map<String, String> hash = new TreeMap<>(redis.call(COMMANDS.hgetAll(key)));
      hash.put("expires", Boolean.toString(redis.call(COMMANDS.ttl(key)) > 0));
      content.put(key, hash);
    }
    return content;
  }

  private static RedisFeatures features(int database) {
    return new RedisFeatures(database(database), Set.of("r"));
  }

  private static RedisAddress database(int number) {
    return RedisAddress.parse(REDIS.url() + "/" + number);
  }
}
