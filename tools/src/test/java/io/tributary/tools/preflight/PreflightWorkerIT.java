package io.tributary.tools.preflight;

import static io.tributary.tools.preflight.PreflightRun.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.ConnectWorker;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pipeline's database, worker, connector and brokers, as they are. */
class PreflightWorkerIT {

  @TempDir static Path directory;
  private static PostgresServer postgres;
  private static KafkaBroker kafka;
  private static ConnectWorker connect;

  @BeforeAll
  static void start() throws Exception {
    postgres = PostgresServer.in(directory);
    kafka = KafkaBroker.in(directory);
    connect = ConnectWorker.in(directory, kafka);
    postgres.start();
    kafka.start();
    connect.start();
    postgres.createDatabase("app");
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id int PRIMARY KEY)");
      statement.execute("INSERT INTO t VALUES (1)");
      statement.execute("CREATE SCHEMA tributary");
      statement.execute(
          "CREATE TABLE tributary.heartbeat (id int PRIMARY KEY, beat_at timestamptz)");
      statement.execute("CREATE PUBLICATION tributary FOR TABLE t, tributary.heartbeat");
    }
    connect.putConnector("app", connector().configuration());
    connect.awaitRunning("app", Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() {
    connect.close();
    kafka.close();
    postgres.close();
  }

  @Test
  void followsAConnectorThroughItsLife() {
    await("its first records")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(look(connector("app")))
                    .containsOnly(
                        "warning topic app.public.t forgets records that are older than 7 days,"
                            + " after which no job starts without state"));
    connect.pause("app");
    await("the pause")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(look(connector("app")))
                    .contains("warning connector does not run: it is PAUSED"));
    connect.resume("app");
    DebeziumConnector broken = connector().slot("broken", "none");
    connect.putConnector("broken", broken.configuration());
    await("its failure")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(look(connector("broken"))).contains("problem connector has failed"));
    connect.delete("broken");
  }

  @Test
  void reportsAnotherCluster() {
    try (KafkaBroker other = KafkaBroker.in(directory.resolve("other"))) {
      other.start();
      assertThat(findings(pipeline(other), "--connector", connector("app")))
          .contains(
              "problem source.kafka.bootstrap-servers is another Kafka cluster than the one that the"
                  + " Connect worker writes to");
    }
  }

  @Test
  void saysWhatItDidNotFind() {
    PreflightRun run = PreflightRun.of(pipeline(kafka), "--connector", connector("none"));
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .contains("/connectors/none/config answers 404; name the connector")
        .contains("the database is not checked");
    run = PreflightRun.of(pipeline(kafka), "--connector", postgres.jdbcUrl("app"));
    assertThat(run.exit()).isEqualTo(3);
    run = PreflightRun.of(pipeline(kafka), "--connector", connect.url() + "/connectors");
    assertThat(run.exit()).isEqualTo(3);
    String tls = connector("app").replace("http:", "https:");
    assertThat(PreflightRun.of(pipeline(kafka), "--connector", tls).exit()).isEqualTo(3);
  }

  private static List<String> look(String connector) {
    return findings(pipeline(kafka), "--connector", connector);
  }

  private static String connector(String name) {
    return connect.url() + "/connectors/" + name;
  }

  private static DebeziumConnector connector() {
    return new DebeziumConnector(postgres, "app", "app", List.of("public.t", "tributary.heartbeat"))
        .heartbeat(
            Duration.ofMillis(200),
            "INSERT INTO tributary.heartbeat VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET beat_at = now()");
  }

  private static String pipeline(KafkaBroker broker) {
    return """
        version: 1
        source: { kafka: { bootstrap-servers: "%s", topic-prefix: app } }
        database: { url: "%s", user: "%s", password: "%s" }
        tables: { public.t: {} }
        """
        .formatted(
            broker.bootstrapServers(),
            postgres.jdbcUrl("app"),
            postgres.user(),
            postgres.password());
  }
}
