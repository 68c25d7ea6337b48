package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.runtime.kafka.RawRecordSchema;
import io.tributary.schema.HistoryScripts;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of an enum while it is captured, from a real database through the connector: every
 * row is told in the labels that it was written with.
 */
@Timeout(120)
class EnumsIT {

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
    execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'base')");
    execute("CREATE DOMAIN feeling AS mood");
    execute("CREATE TABLE t (id int PRIMARY KEY, m mood, f feeling, ms mood[], fs feeling[])");
    execute("CREATE PUBLICATION tributary FOR TABLE t");
    execute(HistoryScripts.functions("tributary"));
    execute(HistoryScripts.triggers());
  }

  @AfterAll
  static void stop() {
    connect.close();
    kafka.close();
    postgres.close();
  }

  @Test
  void everyRowIsToldInTheLabelsThatItWasWrittenWith() throws Exception {
    insert(1, "sad");
    capture("app");
    awaitRecords("app", 1);
    execute("SELECT tributary.publish_schema()");
    insert(2, "ok");
    execute("ALTER TYPE mood ADD VALUE 'happy' BEFORE 'ok'");
    insert(3, "happy");
    execute("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'");
    insert(4, "fine");
    execute("ALTER TYPE mood RENAME TO state");
    insert(5, "sad");
    execute("ALTER TYPE state ADD VALUE 'elated'");
    insert(6, "elated");
    execute("CREATE SCHEMA other; ALTER TYPE state SET SCHEMA other");
    execute("ALTER TYPE other.state ADD VALUE 'calm'");
    insert(7, "calm");
    awaitRecords("app", 7);

    // Debezium alone stops here: it takes the table of row 9 for that of row 8.
    connect.delete("app");
    execute("ALTER TYPE other.state ADD VALUE 'tired'");
    insert(8, "tired");
    execute("ALTER TABLE t DROP ms, DROP fs");
    execute("INSERT INTO t VALUES (9, 'sad', 'fine')");
    capture("app");
    awaitRecords("app", 9);

    // The type of row 10 is gone when it is read.
    connect.delete("app");
    execute("INSERT INTO t VALUES (10, 'base', 'base')");
    execute("ALTER TABLE t ALTER m TYPE text, ALTER f TYPE text");
    execute("DROP DOMAIN feeling; DROP TYPE other.state");
    execute("INSERT INTO t VALUES (11, 'any', 'text')");
    capture("app");
    awaitRecords("app", 11);

    assertThat(decoded("app"))
        .containsExactly(
            row(1, "sad"),
            row(2, "ok"),
            row(3, "happy"),
            row(4, "fine"),
            row(5, "sad"),
            row(6, "elated"),
            row(7, "calm"),
            row(8, "tired"),
            Map.of("id", 9, "m", "sad", "f", "fine"),
            Map.of("id", 10, "m", "base", "f", "base"),
            Map.of("id", 11, "m", "any", "f", "text"));
  }

  private static void insert(int id, String label) throws SQLException {
    execute("INSERT INTO t VALUES (%1$d, '%2$s', '%2$s', '{%2$s}', '{%2$s}')".formatted(id, label));
  }

  private static Map<String, Object> row(int id, String label) {
    return Map.of("id", id, "m", label, "f", label, "ms", List.of(label), "fs", List.of(label));
  }

  private static void capture(String name) {
    connect.putConnector(
        name,
        new DebeziumConnector(postgres, "app", name, List.of("public.t"))
            .partitions(1)
            .configuration());
    connect.awaitRunning(name, Duration.ofSeconds(60));
  }

  private static void awaitRecords(String name, int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              assertThat(connect.status(name).hasFailed()).as("%s", connect.status(name)).isFalse();
              return records(name).size() >= count;
            });
  }

  private static List<RawRecord> records(String name) {
    TopicPartition topic = new TopicPartition(name + ".public.t", 0);
    List<RawRecord> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      if (consumer.listTopics().containsKey(topic.topic())) {
        consumer.assign(List.of(topic));
        consumer.seekToBeginning(List.of(topic));
        long end = Objects.requireNonNull(consumer.endOffsets(List.of(topic)).get(topic));
        while (consumer.position(topic) < end) {
          consumer
              .poll(Duration.ofMillis(100))
              .forEach(record -> records.add(RawRecordSchema.raw(record)));
        }
      }
    }
    return records;
  }

  private static List<Map<String, Object>> decoded(String name) throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (DescribedDecoder decoder = open(name)) {
      for (RawRecord record : records(name)) {
        Decoded outcome = decoder.decode(record);
        assertThat(outcome).isInstanceOf(Decoded.Change.class);
        rows.add(values(Objects.requireNonNull(((Decoded.Change) outcome).event().after())));
      }
    }
    return rows;
  }

  private static Map<String, Object> values(RowImage image) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < image.schema().size(); i++) {
      values.put(image.schema().column(i).name(), Objects.requireNonNull(image.value(i)));
    }
    return values;
  }

  private static DescribedDecoder open(String name) throws InterruptedException {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: { kafka: { bootstrap-servers: "%s", topic-prefix: %s } }
            tables: { public.t: {} }
            """
                .formatted(kafka.bootstrapServers(), name));
    WireFormat format = WireFormat.DEFAULT.withTopicPrefix(name);
    return DescribedDecoder.open(
        config, config.source().kafka(), tables -> ChangeEventDecoder.of(tables, format), () -> {});
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = postgres.connect("app");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
