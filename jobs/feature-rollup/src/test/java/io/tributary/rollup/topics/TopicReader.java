package io.tributary.rollup.topics;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a consumer sees of a topic with one partition, from its beginning. */
final class TopicReader<T> implements AutoCloseable {

  private static final Duration SOON = Duration.ofMinutes(1);

  private final KafkaConsumer<T, T> consumer;
  private final List<ConsumerRecord<T, T>> records = new ArrayList<>();

  /**
   * A reader.
   *
   * @param isolation {@code read_committed} or {@code read_uncommitted}
   */
  TopicReader(String bootstrapServers, String topic, String isolation, Deserializer<T> form) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
            form,
            form);
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** A reader of a topic of texts, which is created where it is missing. */
  static TopicReader<String> ofTexts(String bootstrapServers, String topic, String isolation) {
    Properties clients = new Properties();
    clients.put("bootstrap.servers", bootstrapServers);
    CompactedTopics.create(clients, List.of(topic));
    return new TopicReader<>(bootstrapServers, topic, isolation, new StringDeserializer());
  }

  /** All records that are there by now, from the first one on. */
  List<ConsumerRecord<T, T>> read() {
    TopicPartition partition = consumer.assignment().iterator().next();
    long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
    while (consumer.position(partition) < end) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }
    return records;
  }

  /** Reads until all is as it should be. */
  List<ConsumerRecord<T, T>> readUntil(Predicate<List<ConsumerRecord<T, T>>> enough) {
    await().atMost(SOON).until(() -> enough.test(read()));
    return records;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
