package io.tributary.caching;

import io.tributary.event.Lsn;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import io.tributary.stack.RedisServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** PostgreSQL, Kafka, Connect with its connector, and Redis, for a test of a whole job. */
final class CaptureStack implements AutoCloseable {

  static final String CONNECTOR = "app";
  static final String DATABASE = "app";

  private static final String BEAT = "UPDATE tributary.heartbeat SET at = now() WHERE id = 1";

  final PostgresServer postgres;
  final KafkaBroker kafka;
  final ConnectWorker connect;
  final RedisServer redis;

  CaptureStack(Path directory) {
    postgres = PostgresServer.in(directory);
    kafka = KafkaBroker.in(directory);
    connect = ConnectWorker.in(directory, kafka);
    redis = RedisServer.in(directory);
  }

  void start() throws SQLException {
    postgres.start();
    kafka.start();
    redis.start();
    connect.start();
    postgres.createDatabase(DATABASE);
    execute(
        "CREATE SCHEMA tributary",
        "CREATE TABLE tributary.heartbeat (id int PRIMARY KEY, at timestamptz)",
        "INSERT INTO tributary.heartbeat VALUES (1, now())",
        "CREATE TABLE users (id bigint PRIMARY KEY, email text)",
        "CREATE TABLE settings (id bigint PRIMARY KEY, theme text)",
        "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 100) i",
        "INSERT INTO settings VALUES (1, 'dark')",
        "CREATE PUBLICATION tributary FOR TABLE users, settings, tributary.heartbeat");
    connect.putConnector(
        CONNECTOR,
        new DebeziumConnector(
                postgres,
                DATABASE,
                "app",
                List.of("public.users", "public.settings", "tributary.heartbeat"))
            .heartbeat(Duration.ofMillis(500), BEAT)
            .configuration());
    connect.awaitRunning(CONNECTOR, Duration.ofSeconds(60));
  }

  void execute(String... statements) throws SQLException {
    postgres.execute(DATABASE, statements);
  }

  /** The first column of the first row, as text. */
  String query(String sql) throws SQLException {
    return postgres.ask(DATABASE, sql);
  }

  /** A moment and a position at which rows were certainly committed. */
  record Committed(Instant at, Lsn lsn) {}

  /** Changes the users of these numbers. */
  Committed touch(int first, int last) throws SQLException {
    execute(
        "UPDATE users SET email = md5(random()::text) WHERE id BETWEEN %d AND %d"
            .formatted(first, last));
    return new Committed(now(), Lsn.parse(query("SELECT pg_current_wal_insert_lsn()::text")));
  }

  /** The database's clock. */
  Instant now() throws SQLException {
    return Instant.parse(
        query(
            "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
  }

  @Override
  public void close() {
    connect.close();
    kafka.close();
    redis.close();
    postgres.close();
  }
}
