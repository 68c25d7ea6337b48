package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.stack.PostgresServer;
import io.tributary.stack.RedisServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/** Features of a database that is read without Kafka. */
@Timeout(240)
class DirectFeaturesIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void windowsMoveWithTheDatabasesClockAlsoWhileTheTableIsIdle(@TempDir Path directory)
      throws Exception {
    try (PostgresServer postgres = PostgresServer.in(directory);
        RedisServer server = RedisServer.in(directory)) {
      postgres.start();
      server.start();
      createTables(postgres);
      JobClient job = start(config(postgres, server));
      try (RedisConnection redis = RedisConnection.open(RedisAddress.parse(server.url()))) {
        awaitField(redis, "clicks_lifetime", "1");
        Instant inserted = click(postgres, 2);
        awaitField(redis, "clicks_5s", "1");
        awaitField(redis, "clicks_5s", "0");
        awaitField(redis, "clicks_lifetime", "2");
        await().atMost(SOON).until(() -> asOf(redis).isAfter(inserted.plusSeconds(5)));
        assertThat(mark(redis)).containsEntry("as_of_kind", "proven").containsKey("as_of_lsn");
      }
      job.cancel().get();
    }
  }

  private static void awaitField(RedisConnection redis, String field, String value) {
    await()
        .atMost(SOON)
        .until(() -> value.equals(redis.call(COMMANDS.hget("feature:clicks:7", field))));
  }

  private static Map<String, String> mark(RedisConnection redis) {
    return redis.call(COMMANDS.hgetAll("feature:clicks"));
  }

  private static Instant asOf(RedisConnection redis) {
    String told = mark(redis).get("as_of");
    return told == null ? Instant.MIN : Instant.parse(told);
  }

  private static void createTables(PostgresServer postgres) throws SQLException {
    postgres.createDatabase("app");
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute("create schema tributary");
      statement.execute(
          "create table tributary.heartbeat (id int primary key, beat_at timestamptz)");
      statement.execute("create table clicks (id int primary key, user_id int, at timestamptz)");
      statement.execute("insert into clicks values (1, 7, now() - interval '1 minute')");
      statement.execute("create publication tributary for all tables");
    }
  }

  /** A click that happens now, and when that is. */
  private static Instant click(PostgresServer postgres, int id) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement();
        ResultSet inserted =
            statement.executeQuery(
                "insert into clicks values (" + id + ", 7, clock_timestamp()) returning at")) {
      inserted.next();
      return inserted.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static JobClient start(PipelineConfig config) throws Exception {
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(2));
    env.enableCheckpointing(300);
    FeatureRollupJob.define(env, config, Ports.of(config, "feature-rollup"));
    return env.executeAsync("feature-rollup");
  }

  private static PipelineConfig config(PostgresServer postgres, RedisServer redis) {
    return PipelineConfig.parse(
        """
        version: 1
        source:
          postgres: {slot: features, publication: tributary, heartbeat-every: 1s,
            accept-known-defects: true}
        database: {url: "%s", user: "%s", password: "%s"}
        redis: {url: "%s"}
        tables: {public.clicks: {}}
        rollups:
          clicks: {
            from: public.clicks, entity: user_id, event-time: at,
            features: {clicks: {count: true, over: [5s, lifetime]}}}
        """
            .formatted(postgres.jdbcUrl("app"), postgres.user(), postgres.password(), redis.url()));
  }
}
