package io.tributary.runtime.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts a new job at each partition's beginning, and never jumps there again: if the offset at
 * which a job continues has expired, it fails instead of leaving a gap.
 *
 * <p>{@link OffsetsInitializer#earliest} would do neither. It makes the consumer jump to the
 * beginning whenever its offset is out of range, and leaves the number open until a partition's
 * first record, so that what expires before then is never missed. The source insists on the latter
 * for a partition that it discovers while it runs, so a job that is down from then on until that
 * partition's first records have expired does not notice.
 */
final class EarliestOnce implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;

  private final BootstrapCheck check;

  private final String fromItsEnd;

  /**
   * @param fromItsEnd the topic of which a new job reads only what is written from then on
   */
  EarliestOnce(BootstrapCheck check, String fromItsEnd) {
    this.check = check;
    this.fromItsEnd = fromItsEnd;
  }

  /**
   * The source asks for the partitions that a job without state finds when it starts, and not for
   * those that it restores or discovers later.
   *
   * @throws BootstrapRefusedException if they do not reach back to a snapshot and have to
   */
  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever offsets) {
    Map<Boolean, List<TopicPartition>> parts =
        partitions.stream().collect(Collectors.partitioningBy(it -> it.topic().equals(fromItsEnd)));
    List<TopicPartition> whole = parts.getOrDefault(false, List.of());
    check.check(whole);
    Map<TopicPartition, Long> starts = new HashMap<>(offsets.beginningOffsets(whole));
    starts.putAll(offsets.endOffsets(parts.getOrDefault(true, List.of())));
    return starts;
  }

  /** The source takes {@code auto.offset.reset} from here. */
  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
