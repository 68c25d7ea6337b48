package io.tributary.rollup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureUpdate.Change;
import io.tributary.rollup.store.FeatureVersion;
import io.tributary.stack.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Jedis;

/** A writer waits for a Redis that refuses or does not answer, and nothing gets lost. */
@Timeout(240)
class RedisInTroubleIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int ENTITIES = 300;

  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection redis;
  private FeatureStore.Session session;

  @BeforeEach
  void open() {
    server = RedisServer.in(directory);
    server.start();
    RedisAddress address = RedisAddress.parse(server.url());
    redis = RedisConnection.open(address);
    session = new RedisFeatures(address, Set.of("r")).open(new Attempt("graph", 0));
  }

  @AfterEach
  void close() {
    session.close();
    redis.close();
    server.close();
  }

  @Test
  void waitsForMemory() throws Exception {
    session.write(updates(1, "1"));
    redis.call(COMMANDS.configSet("maxmemory", "1"));
    CompletableFuture<FeatureStore.Written> writing =
        CompletableFuture.supplyAsync(() -> session.write(updates(2, "2")));
    assertWaits(writing);
    assertThat(clicks(ENTITIES - 1)).isEqualTo("1");
    redis.call(COMMANDS.configSet("maxmemory", "0"));
    writing.get(20, TimeUnit.SECONDS);
    assertAllHave("2");
  }

  @Test
  void removesEntitiesFromARedisWithoutMemory() {
    session.write(updates(1, "1"));
    redis.call(COMMANDS.configSet("maxmemory", "1"));
    session.write(updates(Change.GONE, 2, Map.of()));
    session.write(updates(Change.FORGOTTEN, 2, Map.of()));
    assertThat(redis.keys("feature:r:")).isEmpty();
  }

  @Test
  void waitsForAReplicaThatIsToBecomeThePrimary() throws Exception {
    session.write(updates(1, "1"));
    try (Jedis admin = new Jedis("127.0.0.1", server.port())) {
      admin.replicaof("127.0.0.1", 1);
      CompletableFuture<FeatureStore.Written> writing =
          CompletableFuture.supplyAsync(() -> session.write(updates(2, "2")));
      assertWaits(writing);
      admin.replicaofNoOne();
      writing.get(20, TimeUnit.SECONDS);
    }
    assertAllHave("2");
  }

  @Test
  void outlivesAServerThatIsPausedForLongerThanItWaitsForAReply() throws Exception {
    session.write(updates(1, "1"));
    try (Jedis admin = new Jedis("127.0.0.1", server.port())) {
      admin.clientPause(7_000);
    }
    session.write(updates(2, "2"));
    assertAllHave("2");
  }

  @Test
  void doesNotQuoteWhatCannotBeWritten() {
    redis.call(COMMANDS.set("feature:r:0", "not a hash"));
    assertThatThrownBy(() -> session.write(updates(1, "secret")))
        .hasMessageContaining("WRONGTYPE")
        .hasMessageNotContaining("feature:r")
        .hasMessageNotContaining("secret");
  }

  @Test
  void writesHashesOfThousandsOfFields() {
    Map<String, String> values = new TreeMap<>();
    IntStream.range(0, 20_000).forEach(i -> values.put("f" + i, "" + i));
    session.write(updates(Change.VALUES, 1, values).subList(0, 1));
    assertThat(redis.call(COMMANDS.hlen("feature:r:0"))).isEqualTo(20_002);
    values.replaceAll((field, value) -> value + " again");
    session.write(updates(Change.VALUES, 2, values).subList(0, 1));
    assertThat(redis.call(COMMANDS.hgetAll("feature:r:0"))).containsAllEntriesOf(values);
    values.remove("f7");
    session.write(updates(Change.VALUES, 3, values).subList(0, 1));
    assertThat(redis.call(COMMANDS.hlen("feature:r:0"))).isEqualTo(20_001);
    assertThat(redis.call(COMMANDS.hget("feature:r:0", "f19999"))).isEqualTo("19999 again");
  }

  private static void assertWaits(CompletableFuture<?> writing) {
    assertThatThrownBy(() -> writing.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  private void assertAllHave(String value) {
    for (int entity = 0; entity < ENTITIES; entity++) {
      assertThat(clicks(entity)).isEqualTo(value);
    }
  }

  private String clicks(int entity) {
    return redis.call(COMMANDS.hget("feature:r:" + entity, "clicks_5m"));
  }

  private static List<FeatureUpdate> updates(int version, String value) {
    return updates(Change.VALUES, version, Map.of("clicks_5m", value));
  }

  private static List<FeatureUpdate> updates(
      Change change, int version, Map<String, String> values) {
    return IntStream.range(0, ENTITIES)
        .mapToObj(
            entity ->
                new FeatureUpdate(
                    "r",
                    new EntityKey("" + entity, 1),
                    change,
                    values,
                    new FeatureVersion(1, version, 0, version)))
        .toList();
  }
}
