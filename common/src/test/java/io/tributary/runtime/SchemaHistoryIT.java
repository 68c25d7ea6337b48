package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.decode.WireFormat;
import io.tributary.event.RowImage;
import io.tributary.schema.HistoryScripts;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * DDL in mid-stream, from a real database through the connector: each row is decoded to what the
 * database wrote, while it happens and in every replay. No catalog is read; the history is all.
 */
@Disabled(
    "After a retype the connector was seen to write rows by the old type and to stop; text columns then take a boolean for text.")
@Timeout(240)
class SchemaHistoryIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PARTITIONS = 3;
  private static final int CHANGES = 120;
  private static final Duration READ_WITHIN = Duration.ofSeconds(90);

  @TempDir static Path directory;
  private static PostgresServer postgres;
  private static KafkaBroker kafka;
  private static ConnectWorker connect;

  private final AtomicInteger waits = new AtomicInteger();
  private final Map<Long, RowImage> decoded = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    postgres = PostgresServer.in(directory);
    kafka = KafkaBroker.in(directory);
    connect = ConnectWorker.in(directory, kafka);
    postgres.start();
    kafka.start();
    connect.start();
    postgres.createDatabase("app");
    execute("CREATE PUBLICATION tributary");
    execute(HistoryScripts.functions("tributary"));
    execute(HistoryScripts.triggers());
    execute(AlteredTable.CREATE);
  }

  @AfterAll
  static void stop() {
    connect.close();
    kafka.close();
    postgres.close();
  }

  @Test
  void decodesEachRowAsItsTransactionHadTheTable() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    try (Connection connection = postgres.connect("app")) {
      AlteredTable table = new AlteredTable(connection, new Random(seed));
      table.create();
      table.write();
      // The snapshot shows what is there, and not how it came to be.
      execute("DELETE FROM truth WHERE v NOT IN (SELECT v FROM t)");
      startConnector();
      publishState();

      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> alter(table));
      try (DescribedDecoder decoder = open()) {
        readUntil(decoder, writer::isDone);
      }
      writer.join();
      assertThat(differences()).as("while it happened, seed %s", seed).isEmpty();
      System.out.printf("%d rows, %d waited%n", decoded.size(), waits.get());
    }
    decoded.clear();
    waits.set(0);
    try (DescribedDecoder decoder = open()) {
      readUntil(decoder, () -> true);
    }
    assertThat(differences()).as("replayed from the start, seed %s", seed).isEmpty();
    assertThat(waits).as("the history was read before").hasValue(0);
    checkTopic();
  }

  private static void checkTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "app.message");
      var settings = admin.describeConfigs(List.of(topic)).values().get(topic);
      assertThat(Objects.requireNonNull(settings).get().get("retention.ms").value())
          .isEqualTo("-1");
      var topics = admin.describeTopics(List.of("app.message")).topicNameValues();
      assertThat(Objects.requireNonNull(topics.get("app.message")).get().partitions()).hasSize(1);
    }
  }

  private static void startConnector() {
    DebeziumConnector connector =
        new DebeziumConnector(postgres, "app", "app", List.of("public.t"))
            .partitions(PARTITIONS)
            .heartbeat(Duration.ofMillis(500), "SELECT 1");
    connect.putConnector("app", connector.configuration());
    connect.awaitRunning("app", Duration.ofSeconds(60));
  }

  /** A slot carries nothing older than itself. */
  private void publishState() throws Exception {
    await().until(() -> count("pg_replication_slots WHERE confirmed_flush_lsn IS NOT NULL") == 1);
    execute("SELECT tributary.publish_schema()");
    try (HistoryReader reader =
        HistoryReader.open(Objects.requireNonNull(config().source().kafka()))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !reader.history().isEmpty());
    }
  }

  private static void alter(AlteredTable table) {
    try {
      for (int i = 0; i < CHANGES; i++) {
        table.change();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private DescribedDecoder open() throws InterruptedException {
    PipelineConfig config = config();
    WireFormat format = WireFormat.DEFAULT.withTopicPrefix("app");
    return DescribedDecoder.open(
        config,
        config.source().kafka(),
        tables -> ChangeEventDecoder.of(tables, format),
        waits::incrementAndGet);
  }

  private static PipelineConfig config() {
    return PipelineConfig.parse(
        """
        version: 1
        source: { kafka: { bootstrap-servers: "%s", topic-prefix: app } }
        tables: { public.t: {} }
        """
            .formatted(kafka.bootstrapServers()));
  }

  private void readUntil(DescribedDecoder decoder, BooleanSupplier complete) throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition("app.public.t", partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + READ_WITHIN.toNanos();
      while ((!complete.getAsBoolean() || decoded.size() < count("truth"))
          && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          take(decoder.decode(RawRecordSchema.raw(record)));
        }
      }
    }
  }

  private void take(Decoded outcome) {
    if (outcome instanceof Decoded.Skipped) {
      return;
    }
    assertThat(outcome).isInstanceOf(Decoded.Change.class);
    Decoded.Change change = (Decoded.Change) outcome;
    assertThat(change.undescribed()).isEmpty();
    RowImage after = change.event().after();
    if (after != null) {
      decoded.put((Long) after.value("v"), after);
    }
  }

  private static long count(String from) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Rows that were decoded to something else than what the database wrote. */
  private Map<Long, String> differences() throws Exception {
    Map<Long, String> differences = new HashMap<>();
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT v, image FROM truth")) {
      while (row.next()) {
        RowImage image = decoded.get(row.getLong(1));
        JsonNode expected = JSON.readTree(row.getString(2));
        JsonNode actual = image == null ? null : asJson(image);
        if (!expected.equals(actual)) {
          differences.put(row.getLong(1), "expected %s, found %s".formatted(expected, actual));
        }
      }
    }
    return differences;
  }

  private static JsonNode asJson(RowImage image) throws Exception {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int i = 0; i < image.schema().size(); i++) {
      values.put(image.schema().column(i).name(), image.value(i));
    }
    return JSON.readTree(JSON.writeValueAsBytes(values));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
