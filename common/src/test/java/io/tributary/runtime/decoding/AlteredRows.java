package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.decode.Decoded;
import io.tributary.event.RowImage;
import io.tributary.runtime.kafka.RawRecordSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The rows of an {@link AlteredTable} as its topic tells them, and as the database does. */
final class AlteredRows {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration WITHIN = Duration.ofSeconds(90);

  private final Connection database;
  private final Map<Long, RowImage> decoded = new HashMap<>();

  AlteredRows(Connection database) {
    this.database = database;
  }

  int count() {
    return decoded.size();
  }

  /** Reads the topic from its beginning until all rows were there, for at most that long. */
  void read(
      String bootstrapServers,
      int partitionCount,
      DescribedDecoder decoder,
      BooleanSupplier allWritten)
      throws Exception {
    decoded.clear();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, partitionCount)
              .mapToObj(partition -> new TopicPartition("app.public.t", partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + WITHIN.toNanos();
      while ((!allWritten.getAsBoolean() || decoded.size() < written())
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

  private long written() throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM truth")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Rows that were decoded to something else than what the database wrote. */
  Map<Long, String> differences() throws Exception {
    Map<Long, String> differences = new HashMap<>();
    try (Statement statement = database.createStatement();
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

  /** An update's array that is NULL is lost, as it might have been left out. */
  private static JsonNode asJson(RowImage image) throws Exception {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int i = 0; i < image.schema().size(); i++) {
      values.put(image.schema().column(i).name(), image.isLost(i) ? null : image.value(i));
    }
    return JSON.readTree(JSON.writeValueAsBytes(values));
  }
}
