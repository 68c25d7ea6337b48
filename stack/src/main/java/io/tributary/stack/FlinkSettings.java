package io.tributary.stack;

import java.time.Duration;
import java.util.Map;

/**
 * How a Flink cluster is to be.
 *
 * @param restPort of the REST interface and the web UI, 0 for a free one
 * @param slots of the one TaskManager
 * @param parallelism of jobs that do not say
 * @param checkpointInterval of jobs that do not say
 * @param taskHeapMegabytes memory for the operators' objects
 * @param managedMegabytes memory for RocksDB, shared by the slots
 * @param fastStart the TaskManager starts in half the time, and never reaches full speed
 * @param other further entries of Flink's configuration, which win over those made here
 */
public record FlinkSettings(
    int restPort,
    int slots,
    int parallelism,
    Duration checkpointInterval,
    int taskHeapMegabytes,
    int managedMegabytes,
    boolean fastStart,
    Map<String, String> other) {
  public FlinkSettings {
    other = Map.copyOf(other);
  }

  /**
   * Six slots, parallelism 2, a checkpoint every two seconds. RocksDB has 128 MB a slot: with much
   * less, its share for write buffers is smaller than the blocks it takes them in, and it flushes
   * all the time.
   */
  public static FlinkSettings ofDefaults() {
    return new FlinkSettings(0, 6, 2, Duration.ofSeconds(2), 1024, 768, false, Map.of());
  }

  public FlinkSettings withRestPort(int port) {
    return new FlinkSettings(
        port,
        slots,
        parallelism,
        checkpointInterval,
        taskHeapMegabytes,
        managedMegabytes,
        fastStart,
        other);
  }

  public FlinkSettings withFastStart(boolean fast) {
    return new FlinkSettings(
        restPort,
        slots,
        parallelism,
        checkpointInterval,
        taskHeapMegabytes,
        managedMegabytes,
        fast,
        other);
  }
}
