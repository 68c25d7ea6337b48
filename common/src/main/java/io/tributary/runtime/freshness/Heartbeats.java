package io.tributary.runtime.freshness;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import io.tributary.runtime.decoding.Envelopes;
import io.tributary.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Follows the topic of the heartbeat's table from its last few records on. For one thread. */
final class Heartbeats implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final FollowedTopic topic;
  private final Envelopes envelopes;

  private Heartbeats(
      KafkaConsumer<byte[], byte[]> consumer, FollowedTopic topic, Envelopes envelopes) {
    this.consumer = consumer;
    this.topic = topic;
    this.envelopes = envelopes;
  }

  static Heartbeats of(KafkaSourceConfig kafka) {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaClients.consumer(kafka, Map.of("auto.offset.reset", "latest"));
    String name = kafka.topic(TableId.HEARTBEAT);
    return new Heartbeats(
        consumer,
        new FollowedTopic(consumer, name, Heartbeats::seekToLastFew),
        Envelopes.of(kafka));
  }

  /** Those that have come since the last call, in no certain order. */
  List<Heartbeat> next() {
    List<Heartbeat> heartbeats = new ArrayList<>();
    if (topic.isThere()) {
      consumer.poll(POLL).forEach(record -> add(record, heartbeats));
    }
    return heartbeats;
  }

  /** A row that a snapshot read says nothing about what the connector has written since. */
  private void add(ConsumerRecord<byte[], byte[]> record, List<Heartbeat> heartbeats) {
    ChangeEvent change = envelopes.read(record);
    if (change != null && change.position().streamed() && change.position().commitPosition() != 0) {
      heartbeats.add(
          new Heartbeat(
              Math.floorDiv(change.committedAtMicros(), 1000L),
              change.position().commitPosition(),
              change.position().lsn()));
    }
  }

  private static void seekToLastFew(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) ->
                consumer.seek(
                    partition, Math.max(beginnings.getOrDefault(partition, 0L), end - 20)));
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
