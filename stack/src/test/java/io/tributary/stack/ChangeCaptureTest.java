package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeCaptureTest {
  private static final String CONNECTOR = "app";

  private PostgresServer postgres;
  private KafkaBroker kafka;
  private ConnectWorker connect;

  @BeforeAll
  void createTables(Stack stack) throws SQLException {
    postgres = stack.postgres();
    kafka = stack.kafka();
    connect = stack.connect();
    postgres.createDatabase("app");
    execute(
        "create table account (id int primary key, balance numeric)",
        "create table ledger (line text)",
        "alter table ledger replica identity full",
        "create table heartbeat (id int primary key, at timestamptz)",
        "create publication tributary for table account, ledger, heartbeat",
        "insert into account values (1, 10.50)");
  }

  @Test
  void carriesRowsOfSnapshotAndStreamAlsoAcrossTheDeathOfTheWorker() throws Exception {
    connect.putConnector(CONNECTOR, connector().configuration());
    connect.awaitRunning(CONNECTOR, Duration.ofSeconds(60));
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(operations("app.public.account")).containsExactly("r"));
    awaitOffsets();
    execute("update account set balance = 11 where id = 1", "delete from account");

    connect.kill();
    execute("insert into account values (2, 'NaN')", "insert into ledger values ('a')");
    connect.start();

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              assertThat(distinct(operations("app.public.account")))
                  .as(() -> connect.status(CONNECTOR).toString())
                  .containsExactly("r", "u", "d", "tombstone", "c");
              assertThat(operations("app.public.ledger")).contains("c");
              assertThat(operations("__debezium-heartbeat.app")).isNotEmpty();
            });
    connect.delete(CONNECTOR);
  }

  @Test
  void refusesAnInvalidConnectorInConnectsOwnWords() {
    Map<String, String> configuration = connector().with("slot.name", "Not A Slot").configuration();
    assertThatThrownBy(() -> connect.putConnector("invalid", configuration))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("400")
        .hasMessageContaining("slot.name");
  }

  private DebeziumConnector connector() {
    return new DebeziumConnector(
            postgres, "app", "app", List.of("public.account", "public.ledger", "public.heartbeat"))
        .inTotalOrder(List.of("public.ledger"))
        .heartbeat(
            Duration.ofMillis(500),
            "insert into heartbeat values (1, now()) on conflict (id) do update set at = now()");
  }

  private List<String> operations(String topic) throws IOException {
    List<String> operations = new ArrayList<>();
    for (ConsumerRecord<String, String> each : TopicReader.read(kafka, topic)) {
      if (each.value() == null) {
        operations.add("tombstone");
      } else {
        JsonNode value = JsonHttp.JSON.readTree(each.value());
        operations.add(value.path("op").asText("heartbeat"));
      }
    }
    return operations;
  }

  /** A worker that dies before it has written down that the snapshot is over takes another. */
  private void awaitOffsets() throws SQLException {
    String now = query("select pg_current_wal_lsn()");
    String past =
        "select confirmed_flush_lsn >= '%s' from pg_replication_slots where database = 'app'"
            .formatted(now);
    await().atMost(Duration.ofSeconds(60)).until(() -> "t".equals(query(past)));
  }

  private static List<String> distinct(List<String> operations) {
    return operations.stream().distinct().toList();
  }

  private String query(String sql) throws SQLException {
    return postgres.ask("app", sql);
  }

  private void execute(String... statements) throws SQLException {
    postgres.execute("app", statements);
  }
}
