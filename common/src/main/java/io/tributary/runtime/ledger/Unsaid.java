package io.tributary.runtime.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * News that are said once a checkpoint is complete whose barrier came after them: then all that
 * they speak of has arrived everywhere.
 */
final class Unsaid<T> {

  /** A checkpoint that is complete before all others, for what was restored. */
  static final long RESTORED = Long.MIN_VALUE;

  private final TreeMap<Long, List<T>> byCheckpoint = new TreeMap<>();

  /** The barrier of a checkpoint comes after these, which stand for all that came before. */
  void add(long checkpoint, List<T> news) {
    byCheckpoint.put(checkpoint, news);
  }

  /** The latest news that can be said as a checkpoint is complete; older ones are forgotten. */
  List<T> completed(long checkpoint) {
    Map.Entry<Long, List<T>> latest = byCheckpoint.floorEntry(checkpoint);
    byCheckpoint.headMap(checkpoint, true).clear();
    return latest == null ? List.of() : latest.getValue();
  }
}
