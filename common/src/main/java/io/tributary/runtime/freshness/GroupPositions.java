package io.tributary.runtime.freshness;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a job has come, by the offsets that its source commits when a checkpoint is complete:
 * before that every sink has written what precedes them. For one thread.
 *
 * <p>A committed offset follows the last record, and may stay short of the partition's end for
 * ever: the end of a transaction takes an offset, and so do records of an aborted one. So a
 * partition that stands still before its end is read from there, to see whether there is anything.
 */
final class GroupPositions implements Fences.Progress, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MOST_POLLS = 20;

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String group;
  private Map<TopicPartition, Long> committed = Map.of();
  private final Map<TopicPartition, Standstill> standstills = new HashMap<>();
  private long commits;

  /**
   * A partition that has not moved.
   *
   * @param offset where it stands
   * @param since the number of the commit that brought it there
   * @param emptyUpTo there is no record from {@code offset} up to here
   * @param looked whether it has been read
   */
  private record Standstill(long offset, long since, long emptyUpTo, boolean looked) {}

  GroupPositions(Admin admin, KafkaSourceConfig kafka, String group) {
    this.admin = admin;
    this.group = group;
    this.consumer =
        KafkaClients.consumer(
            kafka, Map.of("auto.offset.reset", "earliest", "max.partition.fetch.bytes", "65536"));
  }

  /**
   * Takes the group back to the beginning, so that what an earlier run of the job has committed is
   * not taken for this one's. Has to be done before this run completes a checkpoint.
   */
  void reset(Collection<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
    consumer
        .beginningOffsets(partitions)
        .forEach((partition, offset) -> beginnings.put(partition, new OffsetAndMetadata(offset)));
    if (!beginnings.isEmpty()) {
      admin.alterConsumerGroupOffsets(group, beginnings).all().get();
    }
  }

  /** Takes in what has been committed since the last call. */
  void update(Map<TopicPartition, Long> awaited) throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> now = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                now.put(partition, offset.offset());
              }
            });
    if (!now.equals(committed)) {
      committed = now;
      commits++;
    }
    standstills.keySet().retainAll(awaited.keySet());
    awaited.forEach(this::watch);
  }

  /** Looks at a partition once others have moved on without it. */
  private void watch(TopicPartition partition, long end) {
    long offset = committed.getOrDefault(partition, 0L);
    Standstill last = standstills.get(partition);
    if (offset >= end) {
      standstills.remove(partition);
    } else if (last == null || last.offset() != offset) {
      standstills.put(partition, new Standstill(offset, commits, offset, false));
    } else if (commits > last.since() + 1 && !last.looked()
        || last.looked() && last.emptyUpTo() > offset && last.emptyUpTo() < end) {
      standstills.put(
          partition, new Standstill(offset, last.since(), emptyUpTo(partition, offset, end), true));
    }
  }

  private long emptyUpTo(TopicPartition partition, long offset, long end) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    for (int polls = 0; polls < MOST_POLLS && consumer.position(partition) < end; polls++) {
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
      if (!records.isEmpty()) {
        return records.get(0).offset();
      }
    }
    return consumer.position(partition);
  }

  @Override
  public boolean isPast(TopicPartition partition, long end) {
    if (committed.getOrDefault(partition, 0L) >= end) {
      return true;
    }
    Standstill standstill = standstills.get(partition);
    return standstill != null && standstill.emptyUpTo() >= end;
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
