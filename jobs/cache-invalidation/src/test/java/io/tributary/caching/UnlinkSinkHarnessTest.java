package io.tributary.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.caching.logic.Invalidation;
import io.tributary.redis.RedisConnection;
import io.tributary.redis.RedisFailure;
import io.tributary.redis.RedisPatience;
import io.tributary.testing.TestRedis;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

class UnlinkSinkHarnessTest {

  private static final CommandObjects COMMANDS = new CommandObjects();

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private RedisConnection redis;
  private OneInputStreamOperatorTestHarness<Invalidation, CommittableMessage<Void>> sink;
  private long earlierCommands;

  @BeforeEach
  void open() throws Exception {
    redis = REDIS.connection();
    earlierCommands = unlinkCommandsEver();
    RedisPatience patience = RedisPatience.DEFAULT.withDeadline(Duration.ofMillis(500));
    sink =
        new OneInputStreamOperatorTestHarness<>(
            new SinkWriterOperatorFactory<>(new UnlinkSink(REDIS.address(), patience)));
    sink.setProcessingTime(0);
    sink.open();
  }

  @AfterEach
  void close() throws Exception {
    sink.close();
  }

  @Test
  void removesEverythingBeforeABarrierGoesOn() throws Exception {
    cached("user:1", "user:2", "user:3");

    invalidate("user:1", "user:2", "user:none");
    assertThat(cached()).as("still gathering").isEqualTo(3);
    sink.prepareSnapshotPreBarrier(1);

    assertThat(cached()).isEqualTo(1);
    assertThat(redis.call(COMMANDS.exists("user:3"))).isTrue();
  }

  @Test
  void removesAMomentAfterTheFirstKeyCame() throws Exception {
    cached("user:1", "user:2");

    sink.setProcessingTime(1_000);
    invalidate("user:1");
    sink.setProcessingTime(1_000 + UnlinkWriter.LINGER_MILLIS - 1);
    assertThat(cached()).isEqualTo(2);
    sink.setProcessingTime(1_000 + UnlinkWriter.LINGER_MILLIS);
    assertThat(cached()).isEqualTo(1);

    invalidate("user:2");
    sink.setProcessingTime(1_000 + 2 * UnlinkWriter.LINGER_MILLIS);
    assertThat(cached()).isZero();
  }

  @Test
  void removesAtOnceWhenManyKeysHaveCome() throws Exception {
    cached("user:0");

    IntStream.range(0, UnlinkWriter.KEYS_PER_FLUSH - 1).forEach(i -> invalidate("user:" + i));
    assertThat(cached()).isEqualTo(1);
    invalidate("user:last");

    assertThat(cached()).isZero();
    assertThat(unlinkCommands()).isEqualTo(UnlinkWriter.KEYS_PER_FLUSH);
  }

  @Test
  void sendsAKeyOnceHoweverOftenItIsInvalidated() throws Exception {
    IntStream.range(0, 10 * UnlinkWriter.KEYS_PER_FLUSH).forEach(i -> invalidate("user:" + i % 7));
    sink.prepareSnapshotPreBarrier(1);

    assertThat(unlinkCommands()).isEqualTo(7);
  }

  @Test
  void removesTheRestAtTheEndOfItsInput() throws Exception {
    cached("user:1");

    invalidate("user:1");
    sink.endInput();

    assertThat(cached()).isZero();
  }

  @Test
  void waitsForAServerThatRestarts() throws Exception {
    cached("user:1");
    invalidate("user:1");

    REDIS.server().kill();
    REDIS.server().start();
    sink.prepareSnapshotPreBarrier(1);

    assertThat(cached()).isZero();
  }

  @Test
  void failsTheCheckpointWhenTheServerStaysAway() {
    invalidate("user:1");
    REDIS.server().kill();

    assertThatThrownBy(() -> sink.prepareSnapshotPreBarrier(1)).isInstanceOf(RedisFailure.class);
  }

  private void invalidate(String... keys) {
    for (String key : keys) {
      try {
        sink.processElement(new StreamRecord<>(new Invalidation(key, 0)));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private void cached(String... keys) {
    for (String key : keys) {
      redis.call(COMMANDS.set(key, "cached"));
    }
  }

  private long cached() {
    return redis.call(COMMANDS.dbSize());
  }

  private long unlinkCommands() {
    return unlinkCommandsEver() - earlierCommands;
  }

  private long unlinkCommandsEver() {
    return redis
        .call(COMMANDS.info("commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_unlink:calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*?calls=(\\d+),.*", "$1")))
        .sum();
  }
}
