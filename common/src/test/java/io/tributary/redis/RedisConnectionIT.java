package io.tributary.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Protocol;

class RedisConnectionIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final RedisPatience SHORT =
      RedisPatience.DEFAULT.withDeadline(Duration.ofMillis(300));

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private RedisConnection redis;

  @BeforeEach
  void connect() {
    redis = REDIS.connection();
  }

  @Test
  void answersABatchInItsOrder() {
    RedisBatch batch =
        new RedisBatch()
            .add(COMMANDS.set("a", "1"))
            .add(COMMANDS.get("a"))
            .add(COMMANDS.get("none"))
            .unlink("a")
            .unlink("b");

    assertThat(redis.send(batch)).containsExactly("OK", "1", null, 1L, 0L);
  }

  @Test
  void sendsNothingForAnEmptyBatch() {
    REDIS.server().kill();

    assertThat(redis.send(new RedisBatch())).isEmpty();
  }

  @Test
  void throwsWhenOneReplyAmongManyIsAnError() {
    RedisBatch batch =
        new RedisBatch()
            .add(COMMANDS.set("text", "secret-value"))
            .add(COMMANDS.hset("text", "field", "secret-value"))
            .add(COMMANDS.set("later", "1"));

    assertThatThrownBy(() -> redis.send(batch))
        .isInstanceOf(RedisFailure.class)
        .hasMessageContaining("127.0.0.1:" + REDIS.server().port())
        .hasMessageContaining("WRONGTYPE")
        .hasMessageNotContaining("secret-value")
        .hasNoCause();
    assertThat(redis.call(COMMANDS.get("text"))).as("still usable").isEqualTo("secret-value");
  }

  @Test
  void loadsAScriptThatTheServerDoesNotHave() {
    RedisScript script = RedisScript.of("return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1])}");
    RedisBatch batch =
        new RedisBatch()
            .add(COMMANDS.set("n", "0"))
            .evaluate(script, List.of("n"), List.of("x"))
            .evaluate(script, List.of("n"), List.of("y"));

    assertThat(redis.send(batch))
        .containsExactly("OK", List.of("n", "x", 1L), List.of("n", "y", 2L));
    redis.call(COMMANDS.scriptFlush());
    assertThat(redis.send(batch))
        .containsExactly("OK", List.of("n", "x", 1L), List.of("n", "y", 2L));
  }

  @Test
  void outlivesARestartOfTheServer() throws Exception {
    redis.call(COMMANDS.set("before", "1"));
    REDIS.server().kill();
    CompletableFuture<Void> restarted =
        CompletableFuture.runAsync(
            REDIS.server()::start, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));

    assertThat(redis.send(new RedisBatch().add(COMMANDS.get("before")))).containsExactly("1");
    restarted.get(30, TimeUnit.SECONDS);
  }

  @Test
  void givesUpOnAnAbsentServerAndSaysWhere() {
    REDIS.server().kill();

    assertThatThrownBy(() -> RedisConnection.open(REDIS.address(), SHORT))
        .isInstanceOf(RedisFailure.class)
        .hasMessageContaining("127.0.0.1:" + REDIS.server().port())
        .hasMessageContaining("check that it runs");
  }

  @Test
  void waitsForAFullServerAndNamesItsMemory() {
    redis.call(COMMANDS.configSet("maxmemory", "1"));
    try (RedisConnection impatient = RedisConnection.open(REDIS.address(), SHORT)) {
      assertThatThrownBy(() -> impatient.call(COMMANDS.set("a", "1")))
          .isInstanceOf(RedisFailure.class)
          .hasMessageContaining("maxmemory");
      redis.call(COMMANDS.configSet("maxmemory", "0"));
      assertThat(impatient.call(COMMANDS.set("a", "1"))).isEqualTo("OK");
    } finally {
      redis.call(COMMANDS.configSet("maxmemory", "0"));
    }
  }

  @Test
  void waitsForAReplicaToBecomeThePrimary() throws Exception {
    replicaOf("127.0.0.1", Integer.toString(REDIS.server().port() + 1));
    try (RedisConnection second = RedisConnection.open(REDIS.address())) {
      CompletableFuture<String> written =
          CompletableFuture.supplyAsync(() -> second.call(COMMANDS.set("a", "1")));
      assertThatThrownBy(() -> written.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      replicaOf("no", "one");

      assertThat(written.get(30, TimeUnit.SECONDS)).isEqualTo("OK");
    }
  }

  @Test
  void refusesAWrongPasswordAtOnceWithoutShowingIt() {
    RedisAddress wrong =
        RedisAddress.parse("redis://someone:hidden@127.0.0.1:" + REDIS.server().port());

    assertThatThrownBy(() -> RedisConnection.open(wrong))
        .isInstanceOf(RedisFailure.class)
        .hasMessageContaining("check the user and password")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void usesTheDatabaseOfItsAddress() {
    try (RedisConnection third = RedisConnection.open(RedisAddress.parse(REDIS.url() + "/3"))) {
      third.call(COMMANDS.set("only-there", "1"));
      assertThat(redis.call(COMMANDS.exists("only-there"))).isFalse();
    }
  }

  @Test
  void stopsWaitingWhenItsThreadIsInterrupted() {
    REDIS.server().kill();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> redis.call(COMMANDS.ping()))
        .isInstanceOf(RedisFailure.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private void replicaOf(String host, String port) {
    CommandArguments replicaOf = new CommandArguments(Protocol.Command.REPLICAOF);
    redis.call(new CommandObject<>(replicaOf.add(host).add(port), BuilderFactory.STRING));
  }
}
