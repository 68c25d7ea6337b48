package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import io.tributary.runtime.freshness.Fence;
import io.tributary.runtime.freshness.Fences;
import io.tributary.runtime.freshness.Heartbeat;
import io.tributary.runtime.freshness.KafkaFreshness;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.testing.RandomTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A topic on its way to the ledger, in steps of any order that can be: each partition is written by
 * the connector, read by the source and given to the ledger at its own pace. Beside it, as in
 * {@link KafkaFreshness}: the worker stores how much has been written without a gap, checkpoints
 * complete, and marks of freshness are made of both.
 */
final class RandomReader {

  private static final Set<TableId> TABLES = Set.of(RandomTable.ROWS.table());

  private final RandomTopic topic;
  private final Random random;
  private final int[] written = new int[RandomTopic.PARTITIONS + 1];
  private final int[] read = new int[RandomTopic.PARTITIONS + 1];
  private final int[] applied = new int[RandomTopic.PARTITIONS + 1];
  private int[] committed = new int[RandomTopic.PARTITIONS + 1];
  private int @Nullable [] barrier;
  private int stored;
  private int looked;
  private final Fences fences = new Fences(TABLES);

  RandomReader(RandomTopic topic, Random random) {
    this.topic = topic;
    this.random = random;
  }

  /** Whether something has not come to the ledger, or a mark can still be made. */
  boolean hasMore() {
    int[] sizes = topic.sizes().stream().mapToInt(size -> size).toArray();
    return !Arrays.equals(applied, sizes)
        || !Arrays.equals(committed, sizes)
        || looked < topic.order().size()
        || !fences.isEmpty();
  }

  /** Does something, and gives the event that came to the ledger with it; null for none. */
  @Nullable ChangeEvent step() {
    int partition = random.nextInt(written.length);
    switch (random.nextInt(8)) {
      case 0, 1 -> advance(written, topic.partition(partition).size(), partition);
      case 2, 3 -> advance(read, written[partition], partition);
      case 4 -> store();
      case 5 -> checkpoint();
      default -> {
        if (advance(applied, read[partition], partition)) {
          return topic.partition(partition).get(applied[partition] - 1);
        }
      }
    }
    return null;
  }

  private static boolean advance(int[] positions, int limit, int partition) {
    boolean can = positions[partition] < limit;
    positions[partition] += can ? 1 : 0;
    return can;
  }

  /** An offset is stored once everything before it has been acknowledged, on any partition. */
  private void store() {
    int[] seen = new int[written.length];
    stored = 0;
    for (int partition : topic.order()) {
      if (++seen[partition] > written[partition]) {
        return;
      }
      stored++;
    }
  }

  private void checkpoint() {
    if (barrier == null) {
      barrier = read.clone();
      return;
    }
    for (int i = 0; i < barrier.length; i++) {
      if (applied[i] < barrier[i]) {
        return;
      }
    }
    committed = barrier;
    barrier = null;
  }

  /** What has become fresher, by the latest heartbeat that is known to be preceded by all. */
  List<TableFreshness> marks() {
    Heartbeat latest = null;
    for (; looked < stored; looked++) {
      ChangeEvent event = topic.inOrder(looked);
      if (event.table().equals(TableId.HEARTBEAT) && event.position().streamed()) {
        latest =
            new Heartbeat(
                event.committedAtMicros() / 1000,
                event.position().commitPosition(),
                event.position().lsn());
      }
    }
    if (latest != null) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      for (int i = 0; i < RandomTopic.PARTITIONS; i++) {
        ends.put(new TopicPartition("rows", i), (long) written[i]);
      }
      fences.add(new Fence(latest, true, Map.of(RandomTable.ROWS.table(), ends)));
    }
    return new ArrayList<>(
        fences.reached((partition, end) -> committed[partition.partition()] >= end));
  }
}
