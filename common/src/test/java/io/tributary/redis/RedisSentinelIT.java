package io.tributary.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testing.RedisGroup;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

class RedisSentinelIT {

  private static final CommandObjects COMMANDS = new CommandObjects();

  @TempDir static Path directory;
  private static RedisGroup group;

  @BeforeAll
  static void start() {
    group = RedisGroup.withSentinel(directory);
  }

  @AfterAll
  static void stop() {
    group.close();
  }

  @Test
  void findsThePrimaryAndFollowsItsSuccessor() {
    // The first of the Sentinels is not there.
    RedisAddress address = address("main", group.url().replace("redis://", "redis://127.0.0.1:1,"));
    try (RedisConnection redis = RedisConnection.open(address)) {
      String before = redis.identity();
      assertThat(redis.identity()).isEqualTo(before);
      redis.call(COMMANDS.set("a", "1"));
      assertThat(group.<String>ask(0, jedis -> jedis.get("a"))).isEqualTo("1");
      assertThat(group.<Long>ask(0, jedis -> jedis.waitReplicas(1, 5_000))).isEqualTo(1);

      group.server(0).kill();

      redis.call(COMMANDS.set("b", "2"));
      assertThat(group.<String>ask(1, jedis -> jedis.get("a"))).isEqualTo("1");
      assertThat(group.<String>ask(1, jedis -> jedis.get("b"))).isEqualTo("2");
      assertThat(redis.identity()).isNotEqualTo(before);
    }
  }

  @Test
  void saysWhereNoSentinelKnowsThePrimary() {
    RedisPatience brief = RedisPatience.DEFAULT.withDeadline(Duration.ofMillis(300));
    assertThatThrownBy(() -> RedisConnection.open(address("other", group.url()), brief))
        .isInstanceOf(RedisFailure.class)
        .hasMessageContaining("no Sentinel knows other");
  }

  private static RedisAddress address(String name, String url) {
    return RedisAddress.parse(url, new RedisServers.Sentinel(name, null, null), null);
  }
}
