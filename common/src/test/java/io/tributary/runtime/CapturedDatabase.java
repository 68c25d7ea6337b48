package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.config.PipelineConfig;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.PostgresServer;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.TestCapture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A database of its own, a connector that reads it, and a job that reads what that writes. */
final class CapturedDatabase implements AutoCloseable {

  private final String name;
  private final TestCapture capture;
  private final PostgresServer postgres;
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  private List<TableId> tables = List.of();
  private @Nullable JobClient job;

  CapturedDatabase(String name, TestCapture capture) throws SQLException {
    this.name = name;
    this.capture = capture;
    this.postgres = capture.postgres().server();
    postgres.createDatabase(name);
    execute("CREATE PUBLICATION tributary FOR ALL TABLES");
  }

  /** The table's name in SQL. */
  static String quoted(TableId table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  void execute(String... statements) throws SQLException {
    postgres.execute(name, statements);
  }

  /** The rows' columns, each as text and joined by {@code |}. */
  List<String> ask(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.connect(name);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          values.add(row.getString(i));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  /** Changes rows and tells how many. */
  int update(String sql) throws SQLException {
    try (Connection connection = postgres.connect(name);
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** Has the tables captured, and waits for their rows. */
  List<RowTransition> capture(List<TableId> captured, int rows) throws Exception {
    tables = captured;
    capture.capture(
        name,
        new DebeziumConnector(
                postgres, name, name, captured.stream().map(TableId::toString).toList())
            .slot("slot_" + name, "tributary")
            .partitions(2)
            .with("max.queue.size", "2048")
            .with("max.batch.size", "512"));
    start();
    return transitions.await(made -> made.size() >= rows);
  }

  private void start() throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(2, flink));
    env.enableCheckpointing(200);
    PipelineConfig config = pipeline();
    Map<TableId, Set<String>> all = new HashMap<>();
    tables.forEach(table -> all.put(table, Set.of()));
    try (ChangeStream stream =
        ChangeStream.open(env, config, Ports.of(config, "it"), new HashSet<>(tables))) {
      stream.transitions(all).sinkTo(transitions).uid("transitions");
    }
    job = env.executeAsync(name);
  }

  private PipelineConfig pipeline() {
    ObjectNode named = JsonNodeFactory.instance.objectNode();
    tables.forEach(table -> named.putObject(table.toString()));
    return PipelineConfig.parse(
        """
        version: 1
        source:
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: "%s"
            properties: { partition.discovery.interval.ms: "200" }
        database: %s
        tables: %s
        dead-letters: { topic: "%s.dead-letters" }
        """
            .formatted(
                capture.bootstrapServers(), name, capture.postgres().yaml(name), named, name));
  }

  void pause() {
    capture.connect().pause(name);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> capture.connect().status(name).toString().contains("PAUSED"));
  }

  void resume() {
    capture.connect().resume(name);
    capture.connect().awaitRunning(name, Duration.ofSeconds(60));
  }

  /** What has arrived so far. */
  List<RowTransition> transitions() {
    return transitions.collected();
  }

  /** Waits until the transitions end with the rows that the database holds. */
  void awaitSameRows(Duration within) throws SQLException {
    Map<TableId, List<String>> expected = new HashMap<>();
    for (TableId table : tables) {
      expected.put(table, rows(table));
    }
    await()
        .atMost(within)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(told()).isEqualTo(expected));
  }

  private List<String> rows(TableId table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.connect(name);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + quoted(table))) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(row.getMetaData().getColumnName(i) + "=" + shown(row.getObject(i)));
        }
        rows.add(values.toString());
      }
    }
    return rows.stream().sorted().toList();
  }

  private static String shown(@Nullable Object value) {
    return String.valueOf(value);
  }

  /** The rows that are left when each transition is taken for what it says. */
  private Map<TableId, List<String>> told() {
    Map<TableId, Map<String, RowImage>> rows = new HashMap<>();
    tables.forEach(table -> rows.put(table, new HashMap<>()));
    for (RowTransition made : transitions.collected()) {
      Map<String, RowImage> ofTable = Objects.requireNonNull(rows.get(made.table()));
      String key = Objects.requireNonNull(made.key()).text();
      assertThat(ofTable.get(key))
          .as("before %s of %s", made.op(), made.table())
          .isEqualTo(made.before());
      if (made.after() == null) {
        ofTable.remove(key);
      } else {
        ofTable.put(key, made.after());
      }
    }
    Map<TableId, List<String>> told = new HashMap<>();
    rows.forEach(
        (table, left) ->
            told.put(table, left.values().stream().map(CapturedDatabase::shown).sorted().toList()));
    return told;
  }

  private static String shown(RowImage image) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < image.schema().size(); i++) {
      String value = image.isUnavailable(i) ? "unknown" : shown(image.value(i));
      values.add(image.schema().column(i).name() + "=" + value);
    }
    return values.toString();
  }

  @Override
  public void close() throws Exception {
    if (job != null && !job.getJobExecutionResult().isDone()) {
      job.cancel().get();
    }
    capture.connect().delete(name);
  }
}
