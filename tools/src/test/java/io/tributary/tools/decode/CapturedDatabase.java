package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.ConnectWorker;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A database whose tables a connector in each {@link ConnectorMode} captures. */
final class CapturedDatabase implements AutoCloseable {

  private final Path directory;
  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final ConnectWorker connect;

  CapturedDatabase(Path directory) {
    this(directory, ConnectWorker::in);
  }

  /**
   * A database and what captures it.
   *
   * @param worker of Connect, in a directory and beside a broker
   */
  CapturedDatabase(Path directory, BiFunction<Path, KafkaBroker, ConnectWorker> worker) {
    this.directory = directory;
    postgres = PostgresServer.in(directory.resolve("postgres"));
    kafka = KafkaBroker.in(directory.resolve("kafka"));
    postgres.start();
    kafka.start();
    connect = worker.apply(directory.resolve("connect"), kafka);
    connect.start();
    postgres.createDatabase("app");
  }

  Connection connect() throws SQLException {
    return postgres.connect("app");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Starts a connector through the publication {@code tributary}. */
  void capture(ConnectorMode mode, List<String> tables) {
    capture(mode, tables, Map.of());
  }

  /** The same with more settings than the mode's. */
  void capture(ConnectorMode mode, List<String> tables, Map<String, String> more) {
    DebeziumConnector connector =
        new DebeziumConnector(postgres, "app", mode.prefix(), tables)
            .slot(mode.prefix(), "tributary")
            .partitions(1);
    mode.settings().forEach(connector::with);
    more.forEach(connector::with);
    connect.putConnector(mode.prefix(), connector.configuration());
    connect.awaitRunning(mode.prefix(), Duration.ofSeconds(60));
  }

  /** A value at which the connector fails would otherwise look like one that takes long. */
  void awaitRecords(ConnectorMode mode, String table, int count) {
    await(mode.prefix() + " " + table)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              assertThat(connect.status(mode.prefix()).toString())
                  .as(mode.prefix())
                  .doesNotContain("FAILED");
              return records(mode, table).size() == count;
            });
  }

  /** What the command prints of a table's records. */
  List<String> decode(ConnectorMode mode, String table, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--pipeline", pipeline(mode).toString()));
    arguments.addAll(List.of(options));
    String lines =
        records(mode, table).stream()
            .map(record -> Kcat.line(record.topic(), record.key(), record.value()))
            .collect(Collectors.joining());
    Run run = Run.of(lines, arguments.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return run.lines();
  }

  private Path pipeline(ConnectorMode mode) throws IOException {
    return Files.writeString(
        directory.resolve(mode.prefix() + ".yaml"),
        """
        version: 1
        source:
          kafka: { bootstrap-servers: "%s", topic-prefix: %s, format: %s }
        database: { url: "%s", user: "%s", password: "%s" }
        tables:
          public.v: { columns: { price: "%s", prices: "%s[]" } }
          public.big: { columns: { prices: "%s[]" } }
          public.lost: {}
          public.near: {}
        """
            .formatted(
                kafka.bootstrapServers(),
                mode.prefix(),
                mode.format(),
                postgres.jdbcUrl("app"),
                postgres.user(),
                postgres.password(),
                mode.money(),
                mode.money(),
                mode.money()));
  }

  private List<ConsumerRecord<String, String>> records(ConnectorMode mode, String table) {
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

  @Override
  public void close() {
    connect.close();
    kafka.close();
    postgres.close();
  }
}
