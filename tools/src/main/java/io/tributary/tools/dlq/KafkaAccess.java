package io.tributary.tools.dlq;

import io.tributary.config.KafkaSourceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The pipeline's Kafka. Every method throws {@link KafkaException} where it cannot be reached. */
final class KafkaAccess implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final String PATIENCE_MILLIS = "20000";

  private final Properties properties = new Properties();
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  KafkaAccess(KafkaSourceConfig config) {
    properties.setProperty("default.api.timeout.ms", PATIENCE_MILLIS);
    properties.setProperty("request.timeout.ms", "10000");
    properties.putAll(config.properties());
    properties.setProperty("bootstrap.servers", config.bootstrapServers());
    admin = Admin.create(properties);
    Properties reading = new Properties();
    // Partitions are read to their ends, one after the other: a question that waits at the end of
    // one, half a second by default, would hold up the next.
    reading.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10");
    reading.putAll(properties);
    reading.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    reading.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    reading.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The partitions of a topic; none where it does not exist. */
  List<TopicPartition> partitions(String topic) {
    List<org.apache.kafka.common.PartitionInfo> partitions = consumer.listTopics().get(topic);
    List<TopicPartition> found = new ArrayList<>();
    if (partitions != null) {
      partitions.forEach(info -> found.add(new TopicPartition(topic, info.partition())));
    }
    return found;
  }

  /** The offset of a partition's first record that is still kept. */
  long beginning(TopicPartition partition) {
    return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  /** Reads a topic from its beginning to where it ends now. */
  void readAll(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    for (TopicPartition partition : partitions(topic)) {
      read(partition, beginning(partition), reader);
    }
  }

  /** Reads a partition from an offset that is still kept to where it ends now. */
  void read(TopicPartition partition, long from, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, from);
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end) {
          reader.accept(record);
        }
      }
    }
  }

  /** How far each group of consumers has committed, by group; only partitions with an offset. */
  Map<String, Map<TopicPartition, Long>> committed(Iterable<String> groups) {
    Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
    for (String group : groups) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      committedBy(group)
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  offsets.put(partition, offset.offset());
                }
              });
      committed.put(group, offsets);
    }
    return committed;
  }

  private Map<TopicPartition, OffsetAndMetadata> committedBy(String group) {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      throw new KafkaException("cannot read the offsets of group " + group, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  /**
   * A producer of transactions that keeps the order of what it sends and gives up after a while.
   *
   * @param transactionalId of which there is one at a time
   */
  KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    Properties writing = new Properties();
    writing.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    writing.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    writing.setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, PATIENCE_MILLIS);
    writing.putAll(properties);
    writing.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    writing.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    writing.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }
}
