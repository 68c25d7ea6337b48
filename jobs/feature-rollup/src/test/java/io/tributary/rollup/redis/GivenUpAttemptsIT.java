package io.tributary.rollup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.redis.RedisServers;
import io.tributary.redis.RedisSlots;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureUpdate.Change;
import io.tributary.rollup.store.FeatureVersion;
import io.tributary.stack.RedisServer;
import io.tributary.testing.RedisGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Jedis;

/** Attempts that were given up but still run change nothing of what the next one has written. */
@Timeout(240)
class GivenUpAttemptsIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int ENTITIES = 500;
  private static final Attempt FIRST = new Attempt("graph", 0);
  private static final Attempt SECOND = new Attempt("graph", 1);

  @TempDir Path directory;

  @Test
  void bringNothingBackOnOneServer() {
    try (RedisServer server = RedisServer.in(directory)) {
      server.start();
      assertNothingComesBack(RedisAddress.parse(server.url()));
    }
  }

  @Test
  void bringNothingBackInACluster() {
    try (RedisGroup group = RedisGroup.cluster(directory, 3)) {
      assertNothingComesBack(RedisAddress.parse(group.url(), new RedisServers.Cluster(), null));
    }
  }

  private static void assertNothingComesBack(RedisAddress address) {
    RedisFeatures features = features(address);
    try (RedisConnection redis = RedisConnection.open(address);
        FeatureStore.Session first = features.open(FIRST)) {
      first.write(updates(Change.VALUES, 5));
      try (FeatureStore.Session second = features.open(SECOND);
          FeatureStore.Session peer = features.open(SECOND)) {
        second.write(updates(Change.GONE, 9));
        second.write(updates(Change.FORGOTTEN, 9));
        assertRefused(first, updates(Change.VALUES, 6));
        assertThat(redis.keys("feature:r:")).isEmpty();

        peer.write(updates(Change.VALUES, 1));
        assertRefused(first, updates(Change.FORGOTTEN, 7));
        assertRefused(first, updates(Change.VALUES, 8));
        assertThat(redis.keys("feature:r:")).hasSize(ENTITIES);
        second.write(updates(Change.VALUES, 2));
        assertThat(redis.call(COMMANDS.hget("feature:r:7", "clicks_5m"))).isEqualTo("2");
      }
      assertThatIllegalStateException()
          .isThrownBy(() -> features.open(FIRST))
          .withMessageContaining("another attempt");
    }
  }

  @Test
  void leaveNoFenceBehindWhereASlotMoves() throws Exception {
    try (RedisGroup group = RedisGroup.cluster(directory, 3)) {
      RedisAddress address = RedisAddress.parse(group.url(), new RedisServers.Cluster(), null);
      int slot = RedisSlots.of("feature:r:7");
      int from = slot * 3 / 16_384;
      int to = (from + 1) % 3;
      try (FeatureStore.Session first = features(address).open(FIRST);
          FeatureStore.Session second = features(address).open(SECOND)) {
        first.write(List.of(update("7", Change.VALUES, 1)));
        second.write(List.of(update("7", Change.VALUES, 2)));
        String source = group.ask(from, Jedis::clusterMyId);
        String target = group.ask(to, Jedis::clusterMyId);
        group.ask(to, jedis -> jedis.clusterSetSlotImporting(slot, source));
        group.ask(from, jedis -> jedis.clusterSetSlotMigrating(slot, target));
        // Another entity of the slot: in a cluster, what is in braces decides.
        FeatureUpdate other = update("{feature:r:7}", Change.VALUES, 1);
        CompletableFuture<?> writing =
            CompletableFuture.runAsync(() -> second.write(List.of(other)));
        for (String key : group.ask(from, jedis -> jedis.clusterGetKeysInSlot(slot, 100))) {
          int port = group.server(to).port();
          group.ask(from, jedis -> jedis.migrate("127.0.0.1", port, key, 0, 5_000));
        }
        for (int node = 0; node < 3; node++) {
          group.ask(node, jedis -> jedis.clusterSetSlotNode(slot, target));
        }
        writing.get(20, TimeUnit.SECONDS);
        assertRefused(first, List.of(update("7", Change.VALUES, 3)));
      }
    }
  }

  @Test
  void areRefusedAlsoWhereRedisHasLostWhatItKnewOfThem() {
    try (RedisServer server = RedisServer.in(directory)) {
      server.start();
      RedisFeatures features = features(RedisAddress.parse(server.url()));
      try (RedisConnection redis = RedisConnection.open(features.address());
          FeatureStore.Session first = features.open(FIRST)) {
        first.write(updates(Change.VALUES, 5));
        redis.call(COMMANDS.flushAll());
        try (FeatureStore.Session next = features.open(new Attempt("restored elsewhere", 0))) {
          next.write(updates(Change.GONE, 6));
          assertRefused(first, updates(Change.VALUES, 5));
          assertThat(redis.keys("feature:r:")).isEmpty();
        }
      }
    }
  }

  @Test
  void areRefusedWhenTheirPausedProcessWakes() throws Exception {
    try (RedisServer server = RedisServer.in(directory)) {
      server.start();
      RedisFeatures features = features(RedisAddress.parse(server.url()));
      Process paused = otherProcess(server.url());
      try (RedisConnection redis = RedisConnection.open(features.address())) {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> redis.keys("feature:r:").size() == ENTITIES);
        signal("STOP", paused);
        try (FeatureStore.Session next = features.open(SECOND)) {
          next.write(updates(Change.GONE, Integer.MAX_VALUE));
          next.write(updates(Change.FORGOTTEN, Integer.MAX_VALUE));
        }
        signal("CONT", paused);
        assertThat(paused.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(paused.exitValue()).isEqualTo(OtherProcess.REFUSED);
        assertThat(redis.keys("feature:r:")).isEmpty();
      } finally {
        paused.destroyForcibly();
      }
    }
  }

  private static Process otherProcess(String url) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            url)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Writes the same entities, ever newer, until it is refused. */
  static final class OtherProcess {

    static final int REFUSED = 7;

    private OtherProcess() {}

    public static void main(String[] args) {
      try (FeatureStore.Session session = features(RedisAddress.parse(args[0])).open(FIRST)) {
        for (int version = 1; ; version++) {
          session.write(updates(Change.VALUES, version));
        }
      } catch (IllegalStateException refused) {
        System.exit(REFUSED);
      }
    }
  }

  private static void assertRefused(FeatureStore.Session session, List<FeatureUpdate> updates) {
    assertThatIllegalStateException()
        .isThrownBy(() -> session.write(updates))
        .withMessageContaining("another attempt");
  }

  private static RedisFeatures features(RedisAddress address) {
    return new RedisFeatures(address, Set.of("r"));
  }

  private static List<FeatureUpdate> updates(Change change, int version) {
    return IntStream.range(0, ENTITIES)
        .mapToObj(entity -> update("" + entity, change, version))
        .toList();
  }

  private static FeatureUpdate update(String entity, Change change, int version) {
    Map<String, String> values =
        change == Change.VALUES ? Map.of("clicks_5m", "" + version) : Map.of();
    return new FeatureUpdate(
        "r", new EntityKey(entity, 1), change, values, new FeatureVersion(1, version, 0, version));
  }
}
