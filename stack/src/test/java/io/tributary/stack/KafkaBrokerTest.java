package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
  private static final String TOPIC = "greetings";

  @TempDir Path directory;

  @Test
  void keepsCommittedRecordsWhenKilledAndLeavesNothingRunningWhenClosed() throws Exception {
    ProcessHandle last;
    try (KafkaBroker kafka = KafkaBroker.in(directory)) {
      kafka.start();
      createTopic(kafka);
      produceInTransaction(kafka, "hello");

      // Only then has it written the commit's marker to the partition, too.
      awaitGreeting(kafka);
      kafka.kill();
      kafka.start();

      awaitGreeting(kafka);
      last = ProcessHandle.of(kafka.pid().orElseThrow()).orElseThrow();
    }
    assertThat(last.isAlive()).isFalse();
    assertThat(directory.resolve("pids")).isEmptyDirectory();
  }

  private static void awaitGreeting(KafkaBroker kafka) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(TopicReader.read(kafka, TOPIC))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("hello"));
  }

  private static void createTopic(KafkaBroker kafka)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(client(kafka))) {
      NewTopic topic = new NewTopic(TOPIC, 1, (short) 1);
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private static void produceInTransaction(KafkaBroker kafka, String value) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, value));
      producer.commitTransaction();
    }
  }

  private static Map<String, Object> client(KafkaBroker kafka) {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }
}
