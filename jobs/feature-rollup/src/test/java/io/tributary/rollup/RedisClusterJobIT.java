package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisServers;
import io.tributary.testing.RedisGroup;
import io.tributary.testing.TestCluster;
import java.nio.file.Path;
import java.util.Map;
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
  void keepsFeaturesOnEveryNode() throws Exception {
    try (RedisGroup redis = RedisGroup.cluster(directory, 3)) {
      RedisAddress address = RedisAddress.parse(redis.url(), new RedisServers.Cluster(), null);
      String settings = "{url: \"%s\", mode: cluster}".formatted(redis.url());
      try (EngagementJob run = new EngagementJob(settings, address)) {
        run.start();
        for (int user = 0; user < USERS; user++) {
          run.changes.add(run.insert(user, user, "click", "0"));
        }
        run.heartbeat();
        for (int user = 0; user < USERS; user++) {
          run.awaitFeatures(user, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
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
