package io.tributary.rollup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.stack.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/** A Redis that evicts keys, as the job sees it. */
class EvictionsIT {

  private static final CommandObjects COMMANDS = new CommandObjects();

  private final Counter counter = new SimpleCounter();
  private final MetricGroup metrics =
      new UnregisteredMetricsGroup() {
        @Override
        public MetricGroup addGroup(String name) {
          return this;
        }

        @Override
        public Counter counter(String name) {
          return name.equals("redisEvictedKeys") ? counter : super.counter(name);
        }
      };

  @TempDir Path directory;

  @Test
  void countsWhatIsEvictedWhereThatIsAccepted() {
    try (RedisServer server = RedisServer.in(directory, "maxmemory-policy allkeys-random")) {
      server.start();
      try (RedisConnection redis = RedisConnection.open(RedisAddress.parse(server.url()))) {
        Evictions refusing = new Evictions(redis, false, metrics);
        assertThat(refusing.look()).isFalse();
        assertThat(redis.evictionPolicies()).containsExactly("");
        for (int i = 0; i < 4_000; i++) {
          redis.call(COMMANDS.set("key" + i, "x".repeat(1_000)));
        }
        redis.call(COMMANDS.configSet("maxmemory", "100mb"));
        assertThat(redis.evictionPolicies()).containsExactly("allkeys-random");
        assertThatIllegalStateException().isThrownBy(() -> new Evictions(redis, false, metrics));
        Evictions accepted = new Evictions(redis, true, metrics);
        accepted.look();
        assertThat(counter.getCount()).isZero();

        redis.call(COMMANDS.configSet("maxmemory", "3mb"));

        await().atMost(Duration.ofMinutes(1)).until(() -> redis.evictedKeys() > 0);
        assertThat(accepted.look()).isFalse();
        assertThat(counter.getCount()).isPositive().isLessThanOrEqualTo(redis.evictedKeys());
        assertThat(refusing.look()).as("the policy has changed since").isTrue();
      }
    }
  }
}
