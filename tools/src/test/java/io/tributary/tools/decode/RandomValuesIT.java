package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import io.tributary.tools.decode.RandomColumns.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random values of every type, written to PostgreSQL, through the real connector in several of its
 * modes, half in the snapshot and half in the stream: what the command shows is what PostgreSQL
 * says of the value, or it is named as unknown where the mode cannot tell it.
 */
@Timeout(240)
class RandomValuesIT {

  private static final long SEED = Long.getLong("tributary.seed", System.nanoTime());
  private static final int ROWS = Integer.getInteger("tributary.rows", 250);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @TempDir static Path directory;
  private static PostgresServer postgres;
  private static KafkaBroker kafka;
  private static ConnectWorker connect;

  @BeforeAll
  static void captureInEveryMode() throws Exception {
    System.out.println("-Dtributary.seed=" + SEED);
    postgres = PostgresServer.in(directory.resolve("postgres"));
    kafka = KafkaBroker.in(directory.resolve("kafka"));
    postgres.start();
    kafka.start();
    connect = ConnectWorker.in(directory.resolve("connect"), kafka);
    connect.start();
    postgres.createDatabase("app");
    execute(RandomColumns.PREPARATION);
    execute("create table v (id int primary key, " + RandomColumns.declared() + ")");
    execute(LostValues.TABLE);
    execute("create publication tributary for table v, lost");
    Random random = new Random(SEED);
    insert(random, 1, ROWS / 2);
    execute(LostValues.row(1));
    for (ConnectorMode mode : ConnectorMode.values()) {
      capture(mode);
    }
    insert(random, ROWS / 2 + 1, ROWS - 1);
    execute(LostValues.row(2));
    // A label that the enum did not have when the connectors started.
    execute("alter type mood add value 'elated'");
    execute("insert into v (id, mood) values (" + ROWS + ", 'elated')");
  }

  private static void capture(ConnectorMode mode) {
    DebeziumConnector connector =
        new DebeziumConnector(postgres, "app", mode.prefix(), List.of("public.v", "public.lost"))
            .slot(mode.prefix(), "tributary")
            // A value that cannot be converted is NULL then, and differs, and the others are told.
            .with("event.converting.failure.handling.mode", "warn")
            .partitions(1);
    mode.settings().forEach(connector::with);
    connect.putConnector(mode.prefix(), connector.configuration());
    connect.awaitRunning(mode.prefix(), Duration.ofSeconds(60));
    awaitRecords(mode, "v", ROWS / 2);
    awaitRecords(mode, "lost", 1);
  }

  @AfterAll
  static void stop() {
    connect.close();
    kafka.close();
    postgres.close();
  }

  private static void insert(Random random, int from, int to) throws SQLException {
    String values =
        RandomColumns.COLUMNS.stream()
            .map(column -> "cast(? as " + column.type() + ")")
            .collect(Collectors.joining(", "));
    try (Connection connection = postgres.connect("app");
        PreparedStatement insert =
            connection.prepareStatement("insert into v values (?, " + values + ")")) {
      for (int id = from; id <= to; id++) {
        insert.setInt(1, id);
        int index = 2;
        for (Column column : RandomColumns.COLUMNS) {
          insert.setString(index++, RandomColumns.value(column, random));
        }
        insert.executeUpdate();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isShownAsPostgresSaysOrNamedAsUnknown(ConnectorMode mode) throws Exception {
    awaitRecords(mode, "v", ROWS);
    Map<Integer, JsonNode> expected = truth();
    Set<String> untold = new TreeSet<>();
    Map<String, List<String>> differences = new TreeMap<>();

    List<String> lines = decode(mode, "v");

    assertThat(lines).hasSize(ROWS);
    for (String line : lines) {
      JsonNode change = JSON.readTree(line).path("change");
      if (!mode.refuses(line)) {
        assertThat(change.isObject()).as("seed %d: %s", SEED, line).isTrue();
        change.path("unavailable").forEach(name -> untold.add(name.asText()));
        JsonNode truth = expected.get(change.path("key").path("id").asInt());
        ShownValues.compare(mode, Objects.requireNonNull(truth), change.path("after"), differences);
      }
    }
    assertThat(differences).as("%s, -Dtributary.seed=%d", mode, SEED).isEmpty();
    assertThat(untold).as("%s, -Dtributary.seed=%d", mode, SEED).isEqualTo(mode.untold());
  }

  /** A test that fails because Debezium has become better is good news for the documentation. */
  @Test
  void whatDebeziumLosesIsWhatTheDocumentationSays() throws Exception {
    awaitRecords(ConnectorMode.PINNED, "lost", 2);

    List<String> lines = decode(ConnectorMode.PINNED, "lost");

    assertThat(JSON.readTree(lines.get(0)).path("change").path("after"))
        .isEqualTo(JSON.readTree(LostValues.SHOWN_OF_SNAPSHOT));
    assertThat(JSON.readTree(lines.get(1)).path("change").path("after"))
        .isEqualTo(JSON.readTree(LostValues.SHOWN_OF_STREAM));
    assertThat(lines).allMatch(line -> line.contains("\"unavailable\":[\"nulls\"]"));
  }

  /** A value at which the connector fails would otherwise look like one that takes long. */
  private static void awaitRecords(ConnectorMode mode, String table, int count) {
    await(mode.prefix())
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              String status = connect.status(mode.prefix()).toString();
              assertThat(status).as("-Dtributary.seed=%d", SEED).doesNotContain("FAILED");
              return records(mode, table).size() == count;
            });
  }

  private static List<String> decode(ConnectorMode mode, String table) throws Exception {
    Path pipeline =
        Files.writeString(
            directory.resolve(mode.prefix() + ".yaml"),
            """
            version: 1
            source:
              kafka: { bootstrap-servers: "%s", topic-prefix: %s, format: %s }
            database: { url: "%s", user: "%s", password: "%s" }
            tables: { public.v: { columns: { price: "%s" } }, public.lost: {} }
            """
                .formatted(
                    kafka.bootstrapServers(),
                    mode.prefix(),
                    mode.format(),
                    postgres.jdbcUrl("app"),
                    postgres.user(),
                    postgres.password(),
                    // Nothing tells the scale of money then.
                    mode == ConnectorMode.PRECISE ? "numeric(19,2)" : "money"));
    String lines =
        records(mode, table).stream()
            .map(record -> Kcat.line(record.topic(), record.key(), record.value()))
            .collect(Collectors.joining());
    Run run = Run.of(lines, "--pipeline", pipeline.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    return run.lines();
  }

  private static List<ConsumerRecord<String, String>> records(ConnectorMode mode, String table) {
    TopicPartition partition = new TopicPartition(mode.prefix() + ".public." + table, 0);
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "allow.auto.create.topics", "false"),
            new StringDeserializer(),
            new StringDeserializer())) {
      if (!consumer.listTopics().containsKey(partition.topic())) {
        return records;
      }
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static Map<Integer, JsonNode> truth() throws SQLException, JsonProcessingException {
    Map<Integer, JsonNode> rows = new HashMap<>();
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute("set timezone to 'UTC'");
      statement.execute("set intervalstyle to iso_8601");
      try (ResultSet row =
          statement.executeQuery("select id, " + RandomColumns.shown() + " from v")) {
        while (row.next()) {
          rows.put(row.getInt(1), JSON.readTree(row.getString(2)));
        }
      }
    }
    return rows;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
