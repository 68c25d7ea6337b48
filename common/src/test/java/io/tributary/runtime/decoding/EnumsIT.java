package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.decode.Decoded;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.runtime.kafka.RawRecordSchema;
import io.tributary.stack.ConnectorStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What becomes of an enum while it is captured, from a real database through the connector: every
 * row is told in the labels that it was written with.
 */
@Timeout(120)
class EnumsIT {

  @RegisterExtension static final CapturedTable TABLE = new CapturedTable();

  @BeforeAll
  static void createTable() throws SQLException {
    TABLE.execute(
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'base')",
        "CREATE DOMAIN feeling AS mood",
        "CREATE TABLE t (id int PRIMARY KEY, m mood, f feeling, ms mood[], fs feeling[])",
        "ALTER PUBLICATION tributary ADD TABLE t");
  }

  @Test
  void everyRowIsToldInTheLabelsThatItWasWrittenWith() throws Exception {
    insert(1, "sad");
    TABLE.capture(1);
    awaitRecords(1);
    TABLE.execute("SELECT tributary.publish_schema()");
    insert(2, "ok");
    TABLE.execute("ALTER TYPE mood ADD VALUE 'happy' BEFORE 'ok'");
    insert(3, "happy");
    TABLE.execute("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'");
    insert(4, "fine");
    TABLE.execute("ALTER TYPE mood RENAME TO state");
    insert(5, "sad");
    TABLE.execute("ALTER TYPE state ADD VALUE 'elated'");
    insert(6, "elated");
    TABLE.execute("CREATE SCHEMA other; ALTER TYPE state SET SCHEMA other");
    TABLE.execute("ALTER TYPE other.state ADD VALUE 'calm'");
    insert(7, "calm");
    awaitRecords(7);

    // Debezium alone stops here: it takes the table of row 9 for that of row 8.
    TABLE.leave();
    TABLE.execute("ALTER TYPE other.state ADD VALUE 'tired'");
    insert(8, "tired");
    TABLE.execute("ALTER TABLE t DROP ms, DROP fs");
    TABLE.execute("INSERT INTO t VALUES (9, 'sad', 'fine')");
    TABLE.capture(1);
    awaitRecords(9);

    // The type of row 10 is gone when it is read.
    TABLE.leave();
    TABLE.execute("INSERT INTO t VALUES (10, 'base', 'base')");
    TABLE.execute("ALTER TABLE t ALTER m TYPE text, ALTER f TYPE text");
    TABLE.execute("DROP DOMAIN feeling; DROP TYPE other.state");
    TABLE.execute("INSERT INTO t VALUES (11, 'any', 'text')");
    TABLE.capture(1);
    awaitRecords(11);

    assertThat(decoded())
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
    TABLE.execute(
        "INSERT INTO t VALUES (%1$d, '%2$s', '%2$s', '{%2$s}', '{%2$s}')".formatted(id, label));
  }

  private static Map<String, Object> row(int id, String label) {
    return Map.of("id", id, "m", label, "f", label, "ms", List.of(label), "fs", List.of(label));
  }

  private static void awaitRecords(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              ConnectorStatus connector = TABLE.connector();
              assertThat(connector.hasFailed()).as("%s", connector).isFalse();
              return records().size() >= count;
            });
  }

  private static List<RawRecord> records() {
    TopicPartition topic = new TopicPartition("app.public.t", 0);
    List<RawRecord> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", TABLE.bootstrapServers()),
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

  private static List<Map<String, Object>> decoded() throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (DescribedDecoder decoder = TABLE.decoder(() -> {})) {
      for (RawRecord record : records()) {
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
}
