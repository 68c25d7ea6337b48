package io.tributary.runtime.source;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.runtime.decoding.Envelopes;
import io.tributary.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads how topics begin, up to the first change in each partition. */
final class TopicBeginnings {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Records looked at in search of a partition's first change. */
  private static final int MOST_LOOKED_AT = 1000;

  /** What is to be looked at of a partition: offsets from the beginning up to the end. */
  private record Span(long beginning, long end) {

    boolean isPast(long position) {
      return position >= Math.min(end, beginning + MOST_LOOKED_AT);
    }
  }

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Envelopes envelopes;
  private final Map<TopicPartition, Span> spans = new HashMap<>();
  private final Map<TopicPartition, TopicStart.First> firsts = new HashMap<>();

  private TopicBeginnings(KafkaConsumer<byte[], byte[]> consumer, Envelopes envelopes) {
    this.consumer = consumer;
    this.envelopes = envelopes;
  }

  /** The beginnings of those of the topics that exist. */
  static List<TopicStart> read(KafkaSourceConfig kafka, Set<String> topics) {
    Map<String, String> fetches =
        Map.of(
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            "65536",
            // What expires while it is looked at fails this look, and the next one sees it.
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none");
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(kafka, fetches)) {
      TopicBeginnings beginnings = new TopicBeginnings(consumer, Envelopes.of(kafka));
      beginnings.find(topics);
      beginnings.readFirstChanges();
      return beginnings.starts();
    }
  }

  private void find(Set<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .listTopics()
        .forEach(
            (topic, infos) -> {
              if (topics.contains(topic)) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
              }
            });
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer
        .beginningOffsets(partitions)
        .forEach(
            (partition, beginning) ->
                spans.put(partition, new Span(beginning, ends.getOrDefault(partition, beginning))));
  }

  private void readFirstChanges() {
    Map<TopicPartition, Span> left = new HashMap<>(spans);
    consumer.assign(left.keySet());
    left.forEach((partition, span) -> consumer.seek(partition, span.beginning()));
    left.entrySet().removeIf(each -> isDone(each.getKey(), each.getValue()));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!left.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "cannot read how these begin, within " + PATIENCE.toSeconds() + " s: " + left.keySet());
      }
      consumer.assign(new HashSet<>(left.keySet()));
      consumer.poll(POLL).forEach(this::look);
      left.entrySet().removeIf(each -> isDone(each.getKey(), each.getValue()));
    }
  }

  private void look(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (!firsts.containsKey(partition)) {
      ChangeEvent change = envelopes.read(record);
      if (change != null) {
        boolean keyed = record.key() != null;
        firsts.put(partition, new TopicStart.First(record.offset(), change.op(), keyed));
      }
    }
  }

  private boolean isDone(TopicPartition partition, Span span) {
    return firsts.containsKey(partition) || span.isPast(consumer.position(partition));
  }

  private List<TopicStart> starts() {
    Map<String, List<TopicStart.Partition>> byTopic = new TreeMap<>();
    spans.forEach(
        (partition, span) ->
            byTopic
                .computeIfAbsent(partition.topic(), any -> new ArrayList<>())
                .add(
                    new TopicStart.Partition(
                        partition.partition(), span.beginning(), firsts.get(partition))));
    List<TopicStart> starts = new ArrayList<>();
    byTopic.forEach((topic, partitions) -> starts.add(new TopicStart(topic, partitions)));
    return starts;
  }
}
