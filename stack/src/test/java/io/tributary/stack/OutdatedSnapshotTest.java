package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A commit stands in the log before other sessions see it. It is held there by a standby that does
 * not exist: the connector tells the change, and what it reads does not have it.
 */
@ExtendWith(SharedStack.class)
class OutdatedSnapshotTest {
  private static final String CONNECTOR = "outdated";
  private static final Duration SOON = Duration.ofSeconds(60);

  private PostgresServer postgres;
  private KafkaBroker kafka;
  private ConnectWorker connect;

  @BeforeEach
  void start(Stack stack) throws SQLException {
    postgres = stack.postgres();
    kafka = stack.kafka();
    connect = stack.connect();
    postgres.createDatabase("outdated");
    execute(
        "create table account (id int primary key, balance int)",
        "create table debezium_signal (id text primary key, type text, data text)",
        "create publication tributary for table account, debezium_signal",
        "insert into account values (1, 10), (2, 20), (3, 30)",
        "alter system set synchronous_commit = local",
        "alter system set synchronous_standby_names = nobody",
        "select pg_reload_conf()");
    DebeziumConnector connector =
        new DebeziumConnector(postgres, "outdated", "outdated", List.of("public.account"))
            .slot("outdated", "tributary")
            .with("signal.data.collection", "public.debezium_signal");
    connect.putConnector(CONNECTOR, connector.configuration());
  }

  @AfterEach
  void stop() throws SQLException {
    release();
    connect.delete(CONNECTOR);
  }

  @Test
  void waitsUntilWhatWasToldCanBeRead() throws Exception {
    await().atMost(SOON).until(() -> told().size() == 3);
    CompletableFuture<Void> writer = CompletableFuture.runAsync(this::commitUnseen);
    await().atMost(SOON).until(() -> told().containsAll(List.of("u 1 11", "d 2 null")));
    assertThat(query("select sum(balance) from account")).as("is not visible yet").isEqualTo(60);

    execute(
        "insert into debezium_signal values ('one', 'execute-snapshot', '{\"type\":"
            + " \"incremental\", \"data-collections\": [\"public.account\"]}')");
    await().atMost(SOON).until(() -> windows() > 3 || read().size() > 3);
    assertThat(read()).as("read while it could not be seen").hasSize(3);
    release();
    writer.get();

    await().atMost(SOON).until(() -> Collections.frequency(read(), "r 3 30") == 2);
    assertThat(read()).containsExactlyInAnyOrder("r 1 10", "r 2 20", "r 3 30", "r 1 11", "r 3 30");
  }

  private void commitUnseen() {
    try (Connection connection = postgres.connect("outdated");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set synchronous_commit = on");
      statement.execute("update account set balance = 11 where id = 1");
      statement.execute("delete from account where id = 2");
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void release() throws SQLException {
    execute(
        "alter system reset synchronous_standby_names",
        "alter system reset synchronous_commit",
        "select pg_reload_conf()");
  }

  /** What the topic has: operation, key and balance. */
  private List<String> told() throws Exception {
    List<String> told = new ArrayList<>();
    for (ConsumerRecord<String, String> each : TopicReader.read(kafka, "outdated.public.account")) {
      if (each.value() != null) {
        JsonNode value = JsonHttp.JSON.readTree(each.value());
        JsonNode key = JsonHttp.JSON.readTree(each.key());
        told.add(
            "%s %s %s"
                .formatted(
                    value.get("op").asText(), key.get("id"), value.path("after").get("balance")));
      }
    }
    return told;
  }

  private List<String> read() throws Exception {
    return told().stream().filter(row -> row.startsWith("r")).toList();
  }

  private long windows() throws SQLException {
    return query("select count(*) from debezium_signal where type = 'snapshot-window-open'");
  }

  private long query(String sql) throws SQLException {
    return Long.parseLong(postgres.ask("outdated", sql));
  }

  private void execute(String... statements) throws SQLException {
    postgres.execute("outdated", statements);
  }
}
