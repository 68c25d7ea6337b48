package io.tributary.runtime.freshness;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** All partitions of a topic, which may not exist yet, or not be for us to see. */
final class FollowedTopic {

  /** Where a consumer begins to follow. */
  @FunctionalInterface
  interface Start {
    void seek(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions);
  }

  private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(2).toNanos();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String name;
  private final Start start;
  private boolean there;
  private long lookedAt = System.nanoTime() - LOOK_AGAIN_NANOS;

  FollowedTopic(KafkaConsumer<byte[], byte[]> consumer, String name, Start start) {
    this.consumer = consumer;
    this.name = name;
    this.start = start;
  }

  /** Whether the consumer has been assigned the topic; looks for it now and then. */
  boolean isThere() {
    long now = System.nanoTime();
    if (!there && now - lookedAt >= LOOK_AGAIN_NANOS) {
      lookedAt = now;
      // Asking for one topic by name would throw where it is not for us.
      List<PartitionInfo> infos = consumer.listTopics().getOrDefault(name, List.of());
      List<TopicPartition> partitions =
          infos.stream().map(info -> new TopicPartition(name, info.partition())).toList();
      if (!partitions.isEmpty()) {
        consumer.assign(partitions);
        start.seek(consumer, partitions);
        there = true;
      }
    }
    return there;
  }
}
