package io.tributary.testing;

import static org.awaitility.Awaitility.await;

import io.tributary.stack.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;

/** Redis servers that belong together: a primary with a replica and a Sentinel, or a cluster. */
public final class RedisGroup implements AutoCloseable {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int SLOTS = 16_384;
  private static final int KEYS_OF_A_SLOT = 1_000;

  private final List<RedisServer> servers = new ArrayList<>();
  private final String url;

  private RedisGroup(List<RedisServer> servers, String url) {
    this.servers.addAll(servers);
    this.url = url;
  }

  /** A primary, its replica, and a Sentinel who knows the primary as {@code main}. */
  public static RedisGroup withSentinel(Path directory) {
    RedisServer primary = RedisServer.in(directory.resolve("primary"));
    primary.start();
    RedisServer replica =
        RedisServer.in(directory.resolve("replica"), "replicaof 127.0.0.1 " + primary.port());
    replica.start();
    RedisServer sentinel =
        RedisServer.sentinelIn(
            directory.resolve("sentinel"),
            "sentinel monitor main 127.0.0.1 " + primary.port() + " 1",
            "sentinel down-after-milliseconds main 500",
            "sentinel failover-timeout main 3000");
    sentinel.start();
    RedisGroup group =
        new RedisGroup(List.of(primary, replica, sentinel), "redis://127.0.0.1:" + sentinel.port());
    await()
        .atMost(SOON)
        .until(
            () ->
                group.ask(1, jedis -> jedis.info("replication")).contains("master_link_status:up")
                    && group.ask(2, jedis -> jedis.sentinelReplicas("main")).size() == 1);
    return group;
  }

  /** A cluster of primaries that share the slots evenly. */
  public static RedisGroup cluster(Path directory, int primaries) {
    List<RedisServer> servers = new ArrayList<>();
    for (int i = 0; i < primaries; i++) {
      RedisServer server =
          RedisServer.clusterNodeIn(
              directory.resolve("node-" + i),
              "cluster-config-file nodes.conf",
              "cluster-node-timeout 2000");
      server.start();
      servers.add(server);
    }
    String url =
        servers.stream()
            .map(server -> "127.0.0.1:" + server.port())
            .collect(Collectors.joining(",", "redis://", ""));
    RedisGroup group = new RedisGroup(servers, url);
    for (int i = 0; i < primaries; i++) {
      int from = i * SLOTS / primaries;
      int[] slots = IntStream.range(from, (i + 1) * SLOTS / primaries).toArray();
      group.ask(i, jedis -> jedis.clusterAddSlots(slots));
      group.ask(i, jedis -> jedis.clusterMeet("127.0.0.1", servers.get(0).port()));
    }
    for (int i = 0; i < primaries; i++) {
      int node = i;
      await()
          .atMost(SOON)
          .until(
              () ->
                  group.ask(node, Jedis::clusterInfo).contains("cluster_state:ok")
                      && group.ask(node, Jedis::clusterNodes).lines().count() == primaries);
    }
    return group;
  }

  /** Moves a slot of a cluster from its first node to the next one, key by key. */
  public void moveSlot(int slot) {
    int from =
        (int)
            IntStream.range(1, servers.size())
                .filter(node -> node * SLOTS / servers.size() <= slot)
                .count();
    int to = (from + 1) % servers.size();
    String source = ask(from, Jedis::clusterMyId);
    String target = ask(to, Jedis::clusterMyId);
    ask(to, jedis -> jedis.clusterSetSlotImporting(slot, source));
    ask(from, jedis -> jedis.clusterSetSlotMigrating(slot, target));
    List<String> keys = ask(from, jedis -> jedis.clusterGetKeysInSlot(slot, KEYS_OF_A_SLOT));
    for (String key : keys) {
      ask(from, jedis -> jedis.migrate("127.0.0.1", server(to).port(), key, 0, 5_000));
    }
    for (int i = 0; i < servers.size(); i++) {
      ask((to + i) % servers.size(), jedis -> jedis.clusterSetSlotNode(slot, target));
    }
  }

  /** Names the Sentinel, or every node. */
  public String url() {
    return url;
  }

  /** Of a Sentinel's: the first primary, its replica, the Sentinel. */
  public RedisServer server(int index) {
    return servers.get(index);
  }

  /** What one of the servers answers. */
  public <T> T ask(int index, Function<Jedis, T> question) {
    try (Jedis jedis = new Jedis("127.0.0.1", servers.get(index).port())) {
      return question.apply(jedis);
    }
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}
