package io.tributary.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.Lsn;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.stack.DebeziumConnector;
import io.tributary.testing.TestCapture;
import io.tributary.testing.TestPostgres;
import io.tributary.testing.TestRedis;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/**
 * What a mark of freshness promises, from the database to Redis and with nothing in between faked.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FreshnessIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final String USERS = "public.users";
  private static final String SETTINGS = "public.settings";
  private static final String CONNECTOR = "app";
  private static final String BEAT = "UPDATE tributary.heartbeat SET at = now() WHERE id = 1";

  @RegisterExtension static final TestCapture CAPTURE = new TestCapture();
  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private final FreshnessMarks marks = new FreshnessMarks(REDIS);
  private JobClient job;

  @BeforeAll
  static void capture() throws SQLException {
    CAPTURE
        .postgres()
        .execute(
            "CREATE SCHEMA tributary",
            "CREATE TABLE tributary.heartbeat (id int PRIMARY KEY, at timestamptz)",
            "INSERT INTO tributary.heartbeat VALUES (1, now())",
            "CREATE TABLE users (id bigint PRIMARY KEY, email text)",
            "CREATE TABLE settings (id bigint PRIMARY KEY, theme text)",
            "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 100) i",
            "INSERT INTO settings VALUES (1, 'dark')",
            "CREATE PUBLICATION tributary FOR TABLE users, settings, tributary.heartbeat");
    CAPTURE.capture(
        CONNECTOR,
        new DebeziumConnector(
                CAPTURE.postgres().server(),
                TestPostgres.DATABASE,
                "app",
                List.of("public.users", "public.settings", "tributary.heartbeat"))
            .heartbeat(Duration.ofMillis(500), BEAT));
  }

  @BeforeEach
  void start() throws Exception {
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
  }

  @Test
  @Order(1)
  void anIdleTableStaysFreshWhileTheConnectorRunsAndGrowsStaleWhileItIsPaused() throws Exception {
    marks.awaitAfter(SETTINGS, Instant.EPOCH);
    Instant now = now();
    marks.awaitAfter(SETTINGS, now);
    marks.awaitAfter(USERS, now);
    assertThat(marks.of(SETTINGS)).containsEntry("as_of_kind", "proven");

    CAPTURE.connect().pause(CONNECTOR);
    // Connect calls a connector paused before its task is, and Debezium goes on reading,
    // heartbeats included, until its queue is full.
    marks.awaitStandstill(SETTINGS);
    Instant paused = now();
    for (int i = 0; i < 20; i++) {
      CAPTURE.postgres().execute("UPDATE users SET email = email || '+' WHERE id = " + i);
    }
    Lsn behind = position();
    // Long enough for checkpoints and looks: the mark has every occasion to be wrong.
    await()
        .during(Duration.ofSeconds(5))
        .until(
            () -> marks.asOf(SETTINGS).isBefore(paused) && marks.lsn(USERS).compareTo(behind) < 0);

    CAPTURE.connect().resume(CONNECTOR);
    marks.awaitAfter(SETTINGS, paused);
    marks.awaitAfter(USERS, paused);
  }

  @Test
  @Order(2)
  void whatWasCommittedBeforeAMarkHasBeenDoneWhenItSaysSo() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("FreshnessIT: seed " + seed);
    Random random = new Random(seed);
    marks.awaitAfter(USERS, Instant.EPOCH);
    int rounds = Integer.getInteger("rounds", 3);
    for (int round = 0; round < rounds; round++) {
      int first = 1 + random.nextInt(90);
      int last = first + random.nextInt(10);
      for (int id = first; id <= last; id++) {
        REDIS.connection().call(COMMANDS.set("user:" + id, "cached"));
      }
      Committed committed = touch(first, last);
      if (random.nextBoolean()) {
        marks.awaitReached(USERS, committed.at());
      } else {
        marks.awaitReached(USERS, committed.lsn());
      }
      for (int id = first; id <= last; id++) {
        assertThat(REDIS.connection().call(COMMANDS.exists("user:" + id)))
            .as("user:%d, seed %d, round %d, %s", id, seed, round, committed)
            .isFalse();
      }
      // The next round meets the job at another moment between its looks at the connector.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
    }
  }

  @Test
  @Order(3)
  void aRunWithoutStateDoesNotTakeAnEarlierRunsOffsetsForItsOwn() throws Exception {
    marks.awaitAfter(USERS, now());
    job.cancel().get();
    REDIS.connection().call(COMMANDS.flushAll());
    for (int id = 1; id <= 100; id++) {
      REDIS.connection().call(COMMANDS.set("user:" + id, "cached"));
    }
    start();
    marks.awaitAfter(USERS, Instant.EPOCH);
    for (int id = 1; id <= 100; id++) {
      assertThat(REDIS.connection().call(COMMANDS.exists("user:" + id))).as("user:" + id).isFalse();
    }
  }

  /** A moment and a position at which rows were certainly committed. */
  private record Committed(Instant at, Lsn lsn) {}

  /** Changes the users of these numbers. */
  private static Committed touch(int first, int last) throws SQLException {
    CAPTURE
        .postgres()
        .execute(
            "UPDATE users SET email = md5(random()::text) WHERE id BETWEEN %d AND %d"
                .formatted(first, last));
    return new Committed(now(), position());
  }

  private static Lsn position() throws SQLException {
    return Lsn.parse(CAPTURE.postgres().ask("SELECT pg_current_wal_insert_lsn()::text"));
  }

  /** The database's clock. */
  private static Instant now() throws SQLException {
    String micros = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
    long sinceEpoch = Long.parseLong(CAPTURE.postgres().ask(micros));
    return Instant.EPOCH.plus(sinceEpoch, ChronoUnit.MICROS);
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
            .formatted(CAPTURE.bootstrapServers(), REDIS.url()));
  }
}
