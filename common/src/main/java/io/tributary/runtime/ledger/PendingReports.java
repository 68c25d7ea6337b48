package io.tributary.runtime.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reports that are held back until a checkpoint is complete whose barrier came after them: by then
 * everything that they are about has arrived downstream.
 */
final class PendingReports<T> {

  /** Precedes all checkpoints: for what was restored. */
  static final long RESTORED = Long.MIN_VALUE;

  private final TreeMap<Long, List<T>> byCheckpoint = new TreeMap<>();

  /** Holds reports back until this checkpoint; they replace all earlier ones. */
  void add(long checkpoint, List<T> reports) {
    byCheckpoint.put(checkpoint, reports);
  }

  /** The latest reports that a complete checkpoint releases; older ones are forgotten. */
  List<T> completed(long checkpoint) {
    Map.Entry<Long, List<T>> latest = byCheckpoint.floorEntry(checkpoint);
    byCheckpoint.headMap(checkpoint, true).clear();
    return latest == null ? List.of() : latest.getValue();
  }
}
