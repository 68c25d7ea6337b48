package io.tributary.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.runtime.Ports;
import io.tributary.stack.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/** The whole job, on a real Redis, from the bytes of the wire on. */
class CacheInvalidationJobIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String BY_ID = "'user:{id}', 'reco:{id}:home'";
  private static final String BY_EMAIL = "'user:{id}', 'mail:{email}'";

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir static Path directory;

  private static RedisServer server;

  private final Tape tape = new Tape();
  private final UsersTopic users = new UsersTopic();
  private final DeadLetterBox deadLetters = new DeadLetterBox();
  private RedisConnection redis;
  private JobClient job;

  @BeforeAll
  static void startServer() {
    server = RedisServer.in(directory);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void connect() {
    server.start();
    redis = RedisConnection.open(RedisAddress.parse(server.url()));
    redis.call(COMMANDS.flushAll());
  }

  @AfterEach
  void stopJob() throws Exception {
    if (job != null) {
      job.cancel().get();
    }
    tape.close();
    redis.close();
  }

  @Test
  void removesTheEntriesOfInsertedUpdatedAndDeletedRows() throws Exception {
    cached("user:1", "reco:1:home", "user:2", "user:3", "user:4");
    start(BY_ID);

    tape.append(users.insert(1, "a"));
    tape.append(users.update(2, "b"));
    tape.append(users.delete(3));

    awaitCached("user:4");
  }

  @Test
  void removesTheEntryUnderTheOldValueToo() throws Exception {
    start(BY_EMAIL);
    tape.append(users.insert(1, "old"));
    awaitCheckpointOf(1);
    cached("user:1", "mail:old", "mail:new", "mail:other");

    tape.append(users.update(1, "new"));
    awaitCached("mail:other");
    awaitCheckpointOf(2);

    cached("user:1", "mail:old", "mail:new");
    tape.append(users.delete(1));
    awaitCached("mail:old", "mail:other");
    assertThat(deadLetters.letters()).isEmpty();
  }

  @Test
  void removesTheEntriesUnderBothKeysOfARowWhoseKeyChanged() throws Exception {
    cached("user:1", "user:2", "user:3");
    start(BY_ID);

    tape.append(users.delete(1));
    tape.append(users.insert(2, "a"));

    awaitCached("user:3");
  }

  @Test
  void removesWhatItCanAndReportsAnOldKeyThatNobodyKnows() throws Exception {
    cached("user:1", "mail:old", "mail:new");
    start(BY_EMAIL);

    tape.append(users.update(1, "new"));

    awaitCached("mail:old");
    await().atMost(SOON).until(() -> !deadLetters.letters().isEmpty());
    assertThat(deadLetters.letters())
        .extracting(DeadLetter::code)
        .containsExactly("CACHE_COLUMN_UNAVAILABLE");
  }

  @Test
  void removesAgainWhatIsReplayedAfterAFailure() throws Exception {
    start(BY_ID, Duration.ofHours(1));
    cached("user:1");
    tape.append(users.update(1, "a"));
    awaitCached();

    cached("user:1", "user:2");
    tape.failJob();

    awaitCached("user:2");
  }

  @Test
  void losesNoInvalidationWhenTheServerIsKilledAndStarted() throws Exception {
    start(BY_EMAIL);
    List<String> keys = IntStream.range(0, 3_000).mapToObj(i -> "user:" + i).toList();
    cached(keys.toArray(String[]::new));

    for (int i = 0; i < keys.size(); i++) {
      tape.append(users.insert(i, "a"));
      if (i == 1_000) {
        awaitConsumed(500);
        server.kill();
        tape.failJob();
      }
      if (i == 2_000) {
        server.start();
      }
    }

    awaitCached();
    awaitCheckpointOf(keys.size());
  }

  private void start(String keys) throws Exception {
    start(keys, Duration.ofMillis(100));
  }

  private void start(String keys, Duration checkpointInterval) throws Exception {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    env.setParallelism(2);
    env.enableCheckpointing(checkpointInterval.toMillis());
    CacheInvalidationJob.define(env, config(keys), new Ports(tape, deadLetters));
    job = env.executeAsync("cache-invalidation");
  }

  private static PipelineConfig config(String keys) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app, group-id: g}}
        tables: {public.users: {key: [id], columns: {id: bigint, email: text}}}
        redis: {url: "%s"}
        caches: {users: {on: public.users, keys: [%s]}}
        """
            .formatted(server.url(), keys));
  }

  private void cached(String... keys) {
    RedisBatch batch = new RedisBatch();
    for (String key : keys) {
      batch.add(COMMANDS.set(key, "cached"));
    }
    redis.send(batch);
  }

  private void awaitCached(String... keys) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(new TreeSet<>(redis.call(COMMANDS.keys("*")))).isEqualTo(Set.of(keys)));
  }

  private void awaitConsumed(int records) {
    await().atMost(SOON).until(() -> tape.read() >= records);
  }

  private void awaitCheckpointOf(int records) {
    await().atMost(SOON).until(() -> tape.inCheckpoint() >= records);
  }
}
