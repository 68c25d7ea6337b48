package io.tributary.runtime.freshness;

import io.tributary.event.TableId;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where each table's partitions ended after a heartbeat was known to be preceded by everything: who
 * has read them up to there has read everything up to the heartbeat.
 *
 * @param ends by table; a table without topic has no partition, and is complete without
 */
public record Fence(
    Heartbeat heartbeat, boolean proven, Map<TableId, Map<TopicPartition, Long>> ends) {

  public Fence {
    ends = Map.copyOf(ends);
  }

  TableFreshness freshnessOf(TableId table) {
    return new TableFreshness(table, heartbeat.committedAtMillis(), heartbeat.lsn(), proven);
  }
}
