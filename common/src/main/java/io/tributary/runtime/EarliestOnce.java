package io.tributary.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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

  EarliestOnce(BootstrapCheck check) {
    this.check = check;
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
    check.check(partitions);
    return new HashMap<>(offsets.beginningOffsets(partitions));
  }

  /** The source takes {@code auto.offset.reset} from here. */
  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
