package io.tributary.runtime.freshness;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.decode.ConnectorOffset;
import io.tributary.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows what Kafka Connect stores of the connector's offset. For one thread.
 *
 * <p>The slot's {@code confirmed_flush_lsn} would not do: Debezium confirms the last record that
 * was acknowledged, while one before it, for another partition, may still be on its way. Connect
 * stores an offset only once everything before it has been acknowledged.
 */
final class ConnectorOffsets implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final FollowedTopic topic;
  private final String topicPrefix;
  private @Nullable ConnectorOffset latest;
  private long latestStoredAt = Long.MIN_VALUE;
  private boolean seen;
  private boolean readToEnd;

  private ConnectorOffsets(
      KafkaConsumer<byte[], byte[]> consumer, FollowedTopic topic, String topicPrefix) {
    this.consumer = consumer;
    this.topic = topic;
    this.topicPrefix = topicPrefix;
  }

  static ConnectorOffsets of(KafkaSourceConfig kafka) {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaClients.consumer(kafka, Map.of("auto.offset.reset", "earliest"));
    FollowedTopic topic =
        new FollowedTopic(consumer, kafka.connectorOffsetsTopic(), KafkaConsumer::seekToBeginning);
    return new ConnectorOffsets(consumer, topic, kafka.topicPrefix());
  }

  /**
   * Takes in what has been stored since the last call; the first time everything, because until
   * then a connector would pass for unknown.
   */
  void update() {
    if (!topic.isThere()) {
      return;
    }
    if (!readToEnd) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(this::take);
      }
      readToEnd = true;
    }
    consumer.poll(POLL).forEach(this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (ConnectorOffset.belongsTo(topicPrefix, record.key())
        && record.timestamp() >= latestStoredAt) {
      latestStoredAt = record.timestamp();
      latest = ConnectorOffset.parse(record.value());
      seen = true;
    }
  }

  /** Whether offsets of this connector are stored where we see them. */
  boolean areKnown() {
    return seen;
  }

  /** Whether everything that was committed before a heartbeat has been written. */
  boolean prove(Heartbeat heartbeat) {
    return latest != null
        && !latest.snapshotting()
        && Long.compareUnsigned(latest.commitPosition(), heartbeat.commitPosition()) >= 0;
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
