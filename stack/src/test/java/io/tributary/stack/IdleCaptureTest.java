package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hours in which nothing happens to the tables, or nobody looks, while the server goes on writing
 * its log: as much of it as such hours bring, since it is the log and not the time that matters.
 */
@ExtendWith(SharedStack.class)
class IdleCaptureTest {

  private static final String CONNECTOR = "idle";
  private static final long SEGMENT = 16L << 20;

  /** A managed server ends a segment every five minutes, whatever is in it. */
  private static final int SEGMENTS_AN_HOUR = 12;

  private static final Duration SOON = Duration.ofSeconds(60);
  private static int runs;

  private PostgresServer postgres;
  private KafkaBroker kafka;
  private ConnectWorker connect;
  private String database;

  @BeforeEach
  void capture(Stack stack) throws Exception {
    postgres = stack.postgres();
    kafka = stack.kafka();
    connect = stack.connect();
    database = CONNECTOR + ++runs;
    postgres.createDatabase(database);
    postgres.execute(
        database,
        "create table account (id int primary key, balance numeric)",
        "create table heartbeat (id int primary key, at timestamptz)",
        "create publication tributary for table account, heartbeat",
        "insert into account values (1, 10.50)");
    connect.putConnector(CONNECTOR, connector().configuration());
    connect.awaitRunning(CONNECTOR, SOON);
    await().atMost(SOON).until(() -> operations().equals(List.of("r")));
  }

  @AfterEach
  void drop() throws Exception {
    connect.delete(CONNECTOR);
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> {
              postgres.execute(database, "select pg_drop_replication_slot('" + database + "')");
              return true;
            });
  }

  private DebeziumConnector connector() {
    return new DebeziumConnector(
            postgres, database, database, List.of("public.account", "public.heartbeat"))
        .slot(database, "tributary")
        .heartbeat(
            Duration.ofMillis(500),
            "insert into heartbeat values (1, now()) on conflict (id) do update set at = now()");
  }

  @Test
  void anHourWithoutAChangeHoldsNoLogBack() throws Exception {
    writeLog(SEGMENTS_AN_HOUR);

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              // Only then does the server write what lets the slot forget.
              postgres.execute(database, "checkpoint");
              assertThat(retained()).isLessThan(2 * SEGMENT);
            });
  }

  @Test
  void aConnectorThatWasPausedForHoursCatchesUpWithoutASnapshot() throws Exception {
    connect.pause(CONNECTOR);
    await().atMost(SOON).until(() -> connect.status(CONNECTOR).toString().contains("PAUSED"));
    postgres.execute(database, "update account set balance = 11 where id = 1");
    writeLog(2 * SEGMENTS_AN_HOUR);
    assertThat(retained()).isGreaterThan(SEGMENTS_AN_HOUR * SEGMENT);
    postgres.execute(
        database, "insert into account values (2, 1)", "delete from account where id = 1");

    connect.resume(CONNECTOR);

    await().atMost(SOON).until(() -> operations().contains("d"));
    assertThat(operations()).containsExactly("r", "u", "c", "d", "tombstone");
  }

  /** Of another database, so that nothing of it concerns the connector. */
  private void writeLog(int segments) throws SQLException {
    postgres.execute("postgres", "create table if not exists elsewhere (id int)");
    for (int i = 0; i < segments; i++) {
      postgres.execute("postgres", "insert into elsewhere values (1)", "select pg_switch_wal()");
    }
  }

  private long retained() throws SQLException {
    try (Connection connection = postgres.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_current_wal_lsn() - restart_lsn from pg_replication_slots"
                    + " where slot_name = '"
                    + database
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private List<String> operations() throws IOException {
    List<String> operations = new ArrayList<>();
    for (ConsumerRecord<String, String> each :
        TopicReader.read(kafka, database + ".public.account")) {
      JsonNode value = each.value() == null ? null : JsonHttp.JSON.readTree(each.value());
      operations.add(value == null ? "tombstone" : value.path("op").asText());
    }
    return operations;
  }
}
