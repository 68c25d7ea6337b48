package io.tributary.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testing.RedisGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

class RedisClusterIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int NODES = 3;

  @TempDir static Path directory;
  private static RedisGroup cluster;

  private RedisConnection redis;

  @BeforeAll
  static void start() {
    cluster = RedisGroup.cluster(directory, NODES);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void connect() {
    for (int node = 0; node < NODES; node++) {
      cluster.server(node).start();
      cluster.ask(node, Jedis::flushAll);
    }
    redis = RedisConnection.open(address(cluster.url()));
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  @Test
  void answersInTheOrderOfTheBatchFromEveryNode() {
    RedisScript script = RedisScript.of("return redis.call('APPEND', KEYS[1], ARGV[1])");
    RedisBatch batch = new RedisBatch();
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      batch
          .add(COMMANDS.set("key-" + i, "" + i))
          .evaluate(script, List.of("key-" + i), List.of("!"));
      expected.add("OK");
      expected.add(("" + i).length() + 1L);
    }
    assertThat(redis.send(batch)).isEqualTo(expected);
    for (int node = 0; node < NODES; node++) {
      assertThat(cluster.ask(node, Jedis::dbSize)).isBetween(50L, 200L);
    }
    assertThat(redis.keys("key-")).hasSize(300);
    RedisBatch removal = new RedisBatch();
    for (int i = 0; i < 300; i++) {
      removal.unlink("key-" + i);
    }
    assertThat(redis.send(removal)).hasSize(300).containsOnly(1L);
  }

  @Test
  void knowsTheClusterFromAnyOfItsNodes() {
    String one = "redis://127.0.0.1:" + cluster.server(1).port();
    try (RedisConnection other = RedisConnection.open(address(one))) {
      assertThat(other.identity()).isEqualTo(redis.identity());
      assertThat(other.identity().split(",")).hasSize(NODES).doesNotHaveDuplicates();
    }
  }

  @Test
  void followsSlotThatMoves() {
    int slot = JedisClusterCRC16.getSlot("moving");
    int from = slot * NODES / 16_384;
    int to = (from + 1) % NODES;
    redis.call(COMMANDS.set("moving", "1"));
    String source = cluster.ask(from, Jedis::clusterMyId);
    String target = cluster.ask(to, Jedis::clusterMyId);
    cluster.ask(to, jedis -> jedis.clusterSetSlotImporting(slot, source));
    cluster.ask(from, jedis -> jedis.clusterSetSlotMigrating(slot, target));
    String stays = "{moving}-old";
    cluster.ask(
        from, jedis -> jedis.migrate("127.0.0.1", cluster.server(to).port(), "moving", 0, 5_000));

    RedisBatch batch = new RedisBatch();
    batch
        .add(COMMANDS.set("moving", "2"))
        .add(COMMANDS.set("elsewhere", "3"))
        .add(COMMANDS.append("moving", "!"))
        .add(COMMANDS.set(stays, "4"));
    assertThat(redis.send(batch)).containsExactly("OK", "OK", 2L, "OK");
    for (int node = 0; node < NODES; node++) {
      cluster.ask(node, jedis -> jedis.clusterSetSlotNode(slot, target));
    }

    assertThat(redis.call(COMMANDS.get("moving"))).isEqualTo("2!");
    assertThat(cluster.<String>ask(to, jedis -> jedis.get("moving"))).isEqualTo("2!");
    cluster.ask(to, Jedis::flushAll);
    for (int node = 0; node < NODES; node++) {
      cluster.ask(node, jedis -> jedis.clusterSetSlotNode(slot, source));
    }
  }

  @Test
  void outlivesTheRestartOfANode() throws Exception {
    cluster.server(2).kill();
    CompletableFuture<Void> restarted =
        CompletableFuture.runAsync(
            cluster.server(2)::start,
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    RedisBatch batch = new RedisBatch();
    for (int i = 0; i < 100; i++) {
      batch.add(COMMANDS.set("key-" + i, "" + i));
    }
    assertThat(redis.send(batch)).hasSize(100).containsOnly("OK");
    restarted.get(30, TimeUnit.SECONDS);
  }

  @Test
  void saysThatItIsAClusterToWhomTakesItForOneServer() {
    RedisAddress single = RedisAddress.parse("redis://127.0.0.1:" + cluster.server(0).port());
    try (RedisConnection wrong = RedisConnection.open(single)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) {
                  wrong.call(COMMANDS.set("key-" + i, ""));
                }
              })
          .isInstanceOf(RedisFailure.class)
          .hasMessageContaining("redis.mode does not fit");
    }
  }

  private static RedisAddress address(String url) {
    return RedisAddress.parse(url, new RedisServers.Cluster(), null);
  }
}
