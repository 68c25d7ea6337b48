package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisServers;
import io.tributary.redis.RedisSlots;
import io.tributary.testing.RedisGroup;
import io.tributary.testing.TestCluster;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Features of a whole job in a cluster of three. */
class RedisClusterJobIT {

  private static final int USERS = 60;

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @TempDir Path directory;

  @Test
  void losesNothingWhileSlotsMove(@InjectMiniCluster MiniCluster cluster) throws Exception {
    try (RedisGroup redis = RedisGroup.cluster(directory, 3)) {
      try (EngagementJob run = job(redis)) {
        run.start();
        run.changes.add(run.insert(0, 0, "click", "0"));
        run.heartbeat();
        run.awaitFeatures(0, features(1));
        CompletableFuture<Void> moves = CompletableFuture.runAsync(() -> moveSlots(redis));
        int[] clicks = new int[USERS];
        clicks[0] = 1;
        int rows = 0;
        while (!moves.isDone()) {
          int user = ++rows % USERS;
          clicks[user]++;
          run.changes.add(run.insert(rows, user, "click", "0"));
          TimeUnit.MILLISECONDS.sleep(1);
        }
        moves.get();
        for (int user = 0; user < USERS; user++) {
          run.awaitFeatures(user, features(clicks[user]));
        }
        assertThat(run.restores(cluster)).isZero();
      }
    }
  }

  private static void moveSlots(RedisGroup redis) {
    for (int user = 0; user < USERS; user++) {
      redis.moveSlot(RedisSlots.of("feature:engagement:" + user));
    }
    redis.moveSlot(RedisSlots.of("feature:engagement"));
  }

  private static EngagementJob job(RedisGroup redis) {
    RedisAddress address = RedisAddress.parse(redis.url(), new RedisServers.Cluster(), null);
    return new EngagementJob("{url: \"%s\", mode: cluster}".formatted(redis.url()), address);
  }

  private static Map<String, String> features(int clicks) {
    return Map.of("clicks_5m", "" + clicks, "spend_1h", "0", "spend_lifetime", "0");
  }

  @Test
  void keepsFeaturesOnEveryNode() throws Exception {
    try (RedisGroup redis = RedisGroup.cluster(directory, 3)) {
      try (EngagementJob run = job(redis)) {
        run.start();
        for (int user = 0; user < USERS; user++) {
          run.changes.add(run.insert(user, user, "click", "0"));
        }
        run.heartbeat();
        for (int user = 0; user < USERS; user++) {
          run.awaitFeatures(user, features(1));
        }
        run.awaitDatabaseTime(run.now.minusMillis(2));
        for (int node = 0; node < 3; node++) {
          assertThat(redis.ask(node, Jedis::dbSize)).isPositive();
        }
        run.changes.add(run.delete(7));
        run.awaitGone(7);
      }
    }
  }
}
