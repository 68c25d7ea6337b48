package io.tributary.sandbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Counts the records in the dead-letter topic. */
final class DeadLetterCount {

  private final Admin kafka;
  private final String topic;

  DeadLetterCount(Admin kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  long read() throws ExecutionException, InterruptedException {
    if (!kafka.listTopics().names().get().contains(topic)) {
      return 0;
    }
    Map<TopicPartition, OffsetSpec> latest =
        kafka.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
            .flatMap(description -> description.partitions().stream())
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic, partition.partition()),
                    partition -> OffsetSpec.latest()));
    return kafka.listOffsets(latest).all().get().values().stream()
        .mapToLong(result -> result.offset())
        .sum();
  }
}
