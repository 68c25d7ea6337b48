package io.tributary.runtime.source;

import io.tributary.event.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the topic of one table begins, and what that proves.
 *
 * <p>The connector reads a table whole before it follows its changes, so a topic that nothing was
 * removed from and that begins, in any partition, with a row of a snapshot holds every row. One
 * that begins with inserts does so too if the table was empty then, which only another topic of the
 * same connector can show: one that does begin with a snapshot. A change of a row that came before
 * proves that rows are missing.
 *
 * @param topic for example {@code app.public.users}
 */
record TopicStart(String topic, List<Partition> partitions) {

  TopicStart {
    partitions = List.copyOf(partitions);
  }

  /**
   * How a partition begins.
   *
   * @param beginning the first offset that has not expired
   * @param first the first change in it, null where there is none
   */
  record Partition(int number, long beginning, @Nullable First first) {}

  /**
   * A change at the beginning.
   *
   * @param offset its own, above the partition's beginning where records before it were compacted
   *     away or are none of the table's
   * @param keyed whether changes of its row are all in this partition
   */
  record First(long offset, Op op, boolean keyed) {}

  /** Whether the connector began this topic with a snapshot. */
  boolean beginsWithSnapshot() {
    return partitions.stream()
        .anyMatch(
            partition ->
                partition.beginning() == 0
                    && partition.first() != null
                    && partition.first().op() == Op.READ);
  }

  /** For people, what is missing from these topics; empty if they hold every row. */
  static List<String> gaps(Collection<TopicStart> tables, boolean snapshotSeenElsewhere) {
    boolean snapshotSeen =
        snapshotSeenElsewhere || tables.stream().anyMatch(TopicStart::beginsWithSnapshot);
    List<String> gaps = new ArrayList<>();
    tables.forEach(table -> table.addGaps(snapshotSeen, gaps));
    return gaps;
  }

  private void addGaps(boolean snapshotSeen, List<String> gaps) {
    List<String> expired = new ArrayList<>();
    for (Partition partition : partitions) {
      if (partition.beginning() > 0) {
        expired.add(
            "%s, partition %d: the records before offset %d are gone"
                .formatted(topic, partition.number(), partition.beginning()));
      }
    }
    gaps.addAll(expired);
    if (!expired.isEmpty() || beginsWithSnapshot()) {
      return;
    }
    int before = gaps.size();
    partitions.forEach(partition -> addEarlierRow(partition, gaps));
    boolean holdsChanges = partitions.stream().anyMatch(partition -> partition.first() != null);
    if (gaps.size() == before && holdsChanges && !snapshotSeen) {
      gaps.add(
          topic
              + ": nothing shows that it begins with a snapshot, or that the table was empty before");
    }
  }

  private void addEarlierRow(Partition partition, List<String> gaps) {
    First first = partition.first();
    if (first != null && first.offset() == 0 && first.keyed() && isOfEarlierRow(first.op())) {
      gaps.add(
          "%s, partition %d: begins with %s of a row that is not in it"
              .formatted(topic, partition.number(), first.op()));
    }
  }

  private static boolean isOfEarlierRow(Op op) {
    return op == Op.UPDATE || op == Op.DELETE;
  }
}
