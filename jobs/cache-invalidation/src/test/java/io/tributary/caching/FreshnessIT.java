package io.tributary.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.Lsn;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/**
 * What a mark of freshness promises, from the database to Redis and with nothing in between faked.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FreshnessIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String USERS = "freshness:public.users";
  private static final String SETTINGS = "freshness:public.settings";

  @TempDir static Path directory;
  private static CaptureStack stack;

  private RedisConnection redis;
  private JobClient job;

  @BeforeAll
  static void startStack() throws SQLException {
    stack = new CaptureStack(directory);
    stack.start();
  }

  @AfterAll
  static void stopStack() {
    stack.close();
  }

  @BeforeEach
  void startOnAnEmptyRedis() throws Exception {
    redis = RedisConnection.open(RedisAddress.parse(stack.redis.url()));
    redis.call(COMMANDS.flushAll());
    start();
  }

  private void start() throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(2, flink));
    env.enableCheckpointing(300);
    PipelineConfig config = config();
    CacheInvalidationJob.define(env, config, Ports.of(config, "caches"));
    job = env.executeAsync("caches");
  }

  @AfterEach
  void stopJob() throws Exception {
    job.cancel().get();
    redis.close();
  }

  @Test
  @Order(1)
  void anIdleTableStaysFreshWhileTheConnectorRunsAndGrowsStaleWhileItIsPaused() throws Exception {
    awaitAsOf(SETTINGS, Instant.EPOCH);
    Instant now = stack.now();
    awaitAsOf(SETTINGS, now);
    awaitAsOf(USERS, now);
    assertThat(mark(SETTINGS)).containsEntry("as_of_kind", "proven");

    stack.connect.pause(CaptureStack.CONNECTOR);
    awaitStandstill();
    Instant paused = stack.now();
    for (int i = 0; i < 20; i++) {
      stack.execute("UPDATE users SET email = email || '+' WHERE id = " + i);
    }
    String behind = stack.query("SELECT pg_current_wal_insert_lsn()::text");
    // Long enough for checkpoints and looks: the mark has every occasion to be wrong.
    Instant until = Instant.now().plusSeconds(5);
    while (Instant.now().isBefore(until)) {
      assertThat(asOf(SETTINGS)).isBefore(paused);
      assertThat(lsn(USERS)).isLessThan(Lsn.parse(behind));
      pause(50);
    }

    stack.connect.resume(CaptureStack.CONNECTOR);
    awaitAsOf(SETTINGS, paused);
    awaitAsOf(USERS, paused);
  }

  @Test
  @Order(2)
  void whatWasCommittedBeforeAMarkHasBeenDoneWhenItSaysSo() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("FreshnessIT: seed " + seed);
    Random random = new Random(seed);
    awaitAsOf(USERS, Instant.EPOCH);
    int rounds = Integer.getInteger("rounds", 3);
    for (int round = 0; round < rounds; round++) {
      int first = 1 + random.nextInt(90);
      int last = first + random.nextInt(10);
      for (int id = first; id <= last; id++) {
        redis.call(COMMANDS.set("user:" + id, "cached"));
      }
      CaptureStack.Committed committed = stack.touch(first, last);
      boolean byTime = random.nextBoolean();
      awaitMark(() -> byTime ? reaches(committed.at()) : reaches(committed.lsn()));
      for (int id = first; id <= last; id++) {
        assertThat(redis.call(COMMANDS.exists("user:" + id)))
            .as("user:%d, seed %d, round %d, %s", id, seed, round, committed)
            .isFalse();
      }
      pause(random.nextInt(300));
    }
  }

  @Test
  @Order(3)
  void aRunWithoutStateDoesNotTakeAnEarlierRunsOffsetsForItsOwn() throws Exception {
    awaitAsOf(USERS, stack.now());
    job.cancel().get();
    redis.call(COMMANDS.flushAll());
    for (int id = 1; id <= 100; id++) {
      redis.call(COMMANDS.set("user:" + id, "cached"));
    }
    start();
    awaitAsOf(USERS, Instant.EPOCH);
    for (int id = 1; id <= 100; id++) {
      assertThat(redis.call(COMMANDS.exists("user:" + id))).as("user:" + id).isFalse();
    }
  }

  private boolean reaches(Instant time) {
    return !asOf(USERS).isBefore(time);
  }

  private boolean reaches(Lsn lsn) {
    return lsn(USERS).compareTo(lsn) >= 0;
  }

  private Lsn lsn(String key) {
    return Lsn.parse(Objects.requireNonNullElse(mark(key).get("as_of_lsn"), "0/0"));
  }

  /** Looks every millisecond, so that what a mark promises is asked for at once. */
  private static void awaitMark(BooleanSupplier reached) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the mark has not come").isLessThan(deadline);
      pause(1);
    }
  }

  /**
   * Connect calls a connector paused before its task is, and Debezium goes on reading, heartbeats
   * included, until its queue is full: that nothing comes through any more tells.
   */
  private void awaitStandstill() {
    await()
        .atMost(SOON)
        .until(
            () -> {
              Instant before = asOf(SETTINGS);
              pause(3000);
              return asOf(SETTINGS).equals(before);
            });
  }

  private void awaitAsOf(String key, Instant after) {
    await().atMost(SOON).until(() -> asOf(key).isAfter(after));
  }

  private Instant asOf(String key) {
    return Instant.parse(
        Objects.requireNonNullElse(mark(key).get("as_of"), "1970-01-01T00:00:00Z"));
  }

  private Map<String, String> mark(String key) {
    return redis.call(COMMANDS.hgetAll(key));
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static PipelineConfig config() {
    return PipelineConfig.parse(
        """
        version: 1
        source:
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: app
            properties: { partition.discovery.interval.ms: "500" }
        tables:
          public.users: { key: [id], columns: { id: bigint, email: text } }
          public.settings: { key: [id], columns: { id: bigint, theme: text } }
          tributary.heartbeat: { key: [id], columns: { id: integer, at: timestamptz } }
        redis: { url: "%s" }
        caches:
          users: { on: public.users, keys: ["user:{id}"] }
          settings: { on: public.settings, keys: ["settings:{id}"] }
        """
            .formatted(stack.kafka.bootstrapServers(), stack.redis.url()));
  }
}
