package io.tributary.rollup.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.rollup.EngagementJob;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.RedisServer;
import io.tributary.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with a topic, on a real Redis and a real Kafka. */
class FeatureTopicsIT {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String TOPIC = "kafka-topic: features.engagement,";

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @TempDir static Path directory;

  @Test
  void writesTopicThatItCreates() throws Exception {
    try (KafkaBroker kafka = KafkaBroker.in(directory.resolve("kafka"));
        RedisServer server = RedisServer.in(directory.resolve("redis"))) {
      kafka.start();
      server.start();
      try (EngagementJob run = new EngagementJob(server.url())) {
        run.start(kafka.bootstrapServers(), TOPIC);
        run.changes.add(run.insert(1, 7, "click", "0"), run.insert(2, 8, "purchase", "5"));
        run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
        run.changes.add(run.delete(1));
        assertRecords(kafka);
      }
    }
  }

  /** Redis has them; the job goes on, and the record says what it lacks. */
  @Test
  void leavesOutValuesThatKafkaDoesNotTake(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    String text = "text".repeat(125_000);
    try (KafkaBroker kafka = KafkaBroker.in(directory.resolve("kafka2"));
        RedisServer server = RedisServer.in(directory.resolve("redis2"))) {
      kafka.start();
      server.start();
      try (EngagementJob run = new EngagementJob(server.url())) {
        run.with(
                "clicks: {count: true, over: [5m]}, note: {last: event_type, over: [lifetime]},"
                    + " notes: {top: event_type, k: 3, over: [5m]}")
            .start(kafka.bootstrapServers(), TOPIC);
        run.changes.add(run.insert(1, 7, text + 1, "0"), run.insert(2, 7, text + 2, "0"));
        String both = "[\"" + text + "1\",\"" + text + "2\"]";
        run.awaitFeatures(7, Map.of("clicks_5m", "2", "note_lifetime", text + 2, "notes_5m", both));
        assertRecord(
            kafka,
            "\"features\":{\"clicks_5m\":2,\"note_lifetime\":\""
                + text
                + "2\"},\"beyond_cap\":[\"notes_5m\"]");
        assertThat(run.restores(cluster)).isZero();
      }
    }
  }

  private static void assertRecord(KafkaBroker kafka, String part) {
    try (TopicReader<String> reader =
        new TopicReader<>(
            kafka.bootstrapServers(),
            "features.engagement",
            "read_uncommitted",
            new StringDeserializer())) {
      reader.readUntil(
          records -> records.stream().anyMatch(record -> record.value().contains(part)));
    }
  }

  private static void assertRecords(KafkaBroker kafka) throws Exception {
    List<ConsumerRecord<String, String>> records = readUntilTombstone(kafka);
    assertThat(records)
        .filteredOn(record -> record.value() != null)
        .extracting(ConsumerRecord::value)
        .anyMatch(value -> value.contains("\"features\":{\"clicks_5m\":1,"))
        .anyMatch(value -> value.contains("\"entity\":{\"user_id\":8},\"features\":"));
    assertThat(cleanupPolicy(kafka)).isEqualTo("compact");
  }

  private static List<ConsumerRecord<String, String>> readUntilTombstone(KafkaBroker kafka) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("group.id", "test");
    settings.put("auto.offset.reset", "earliest");
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("features.engagement"));
      await()
          .atMost(SOON)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.stream()
                    .anyMatch(
                        record -> record.value() == null && record.key().equals("{\"user_id\":7}"));
              });
    }
    return records;
  }

  private static String cleanupPolicy(KafkaBroker kafka) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "features.engagement");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return Objects.requireNonNull(admin.describeConfigs(List.of(topic)).all().get().get(topic))
          .get("cleanup.policy")
          .value();
    }
  }
}
