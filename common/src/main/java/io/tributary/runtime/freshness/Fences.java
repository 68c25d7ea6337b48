package io.tributary.runtime.freshness;

import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The fences that a job has yet to reach, and how fresh each table is. A table's time never goes
 * back.
 */
public final class Fences {

  /** Whether a partition has been read up to an end and all that came of it is written. */
  @FunctionalInterface
  public interface Progress {
    boolean isPast(TopicPartition partition, long end);
  }

  /** While a job is behind, fences come faster than they are reached. */
  static final int MOST_PENDING = 256;

  private final Set<TableId> tables;
  private final List<Fence> pending = new ArrayList<>();
  private final Map<TableId, TableFreshness> fresh = new HashMap<>();

  public Fences(Set<TableId> tables) {
    this.tables = Set.copyOf(tables);
  }

  /** Adds a later fence. Of too many, the last gives way: the first is the next to be reached. */
  public void add(Fence fence) {
    if (pending.size() == MOST_PENDING) {
      pending.remove(pending.size() - 1);
    }
    pending.add(fence);
  }

  public boolean isEmpty() {
    return pending.isEmpty();
  }

  /** The partitions that a fence is waiting for, with the end that is next. */
  Map<TopicPartition, Long> awaited() {
    Map<TopicPartition, Long> awaited = new HashMap<>();
    for (Fence fence : pending) {
      fence.ends().values().forEach(ends -> ends.forEach(awaited::putIfAbsent));
    }
    return awaited;
  }

  /** What has become fresher. Fences that every table has reached are forgotten. */
  public List<TableFreshness> reached(Progress progress) {
    List<TableFreshness> fresher = new ArrayList<>();
    int everyTableReached = pending.size();
    for (TableId table : tables) {
      int last = lastReached(table, progress);
      everyTableReached = Math.min(everyTableReached, last + 1);
      if (last >= 0 && rises(pending.get(last).freshnessOf(table))) {
        fresher.add(Objects.requireNonNull(fresh.get(table)));
      }
    }
    forget(everyTableReached);
    return fresher;
  }

  private int lastReached(TableId table, Progress progress) {
    for (int i = pending.size() - 1; i >= 0; i--) {
      Map<TopicPartition, Long> ends = pending.get(i).ends().getOrDefault(table, Map.of());
      if (ends.entrySet().stream().allMatch(end -> progress.isPast(end.getKey(), end.getValue()))) {
        return i;
      }
    }
    return -1;
  }

  private boolean rises(TableFreshness next) {
    TableFreshness last = fresh.get(next.table());
    if (last != null && next.asOfMillis() <= last.asOfMillis()) {
      return false;
    }
    fresh.put(next.table(), next);
    return true;
  }

  private void forget(int count) {
    Iterator<Fence> first = pending.iterator();
    for (int i = 0; i < count; i++) {
      first.next();
      first.remove();
    }
  }
}
