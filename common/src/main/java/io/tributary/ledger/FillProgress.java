package io.tributary.ledger;

import io.tributary.event.TableId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far the rows of some lanes have been filled into what was defined after they were counted.
 * Walks over all of them tell; between walks, rows that leave their generation are counted, and
 * when none can be left the next walk makes sure. Numbers of rows are never too high, so that this
 * walk comes; they can be too low for a while, as a row that changes during a walk may be one that
 * the walk has yet to see.
 */
public final class FillProgress {

  private final Generations generations;
  private final Map<TableId, Integer> filled = new HashMap<>();
  private final Map<TableId, NavigableMap<Integer, Long>> left = new HashMap<>();
  private final Map<TableId, TreeSet<Integer>> found = new HashMap<>();
  private boolean walking;
  private boolean walked;

  /** Whether nothing is left of any table, as is asked for each change. */
  private boolean complete;

  /**
   * @param known by table, the generation that its rows are known to have been filled to; the first
   *     of one that is not named
   */
  public FillProgress(Generations generations, Map<TableId, Integer> known) {
    this.generations = generations;
    for (TableId table : generations.tables()) {
      int newest = generations.newest(table);
      filled.put(table, Math.min(newest, known.getOrDefault(table, 0)));
    }
    complete = filled.keySet().stream().allMatch(this::isComplete);
  }

  /** Whether every row has been counted in everything. */
  public boolean isComplete() {
    return complete;
  }

  /** The same of one table. */
  public boolean isComplete(TableId table) {
    return complete || filled.getOrDefault(table, 0) >= generations.newest(table);
  }

  /** By table, the generation such that no row has been counted under an earlier one only. */
  public Map<TableId, Integer> filled() {
    return Map.copyOf(filled);
  }

  /** Whether it takes another walk to know whether rows are left. */
  public boolean needsWalk() {
    return !walking
        && !isComplete()
        && (!walked || left.entrySet().stream().anyMatch(this::mayBeOver));
  }

  private boolean mayBeOver(Map.Entry<TableId, NavigableMap<Integer, Long>> rows) {
    Map.Entry<Integer, Long> first = rows.getValue().firstEntry();
    return !isComplete(rows.getKey()) && first != null && first.getValue() <= 0;
  }

  /** Begins a walk over the rows of all tables that are not complete. */
  public void begin() {
    walking = true;
    left.clear();
    found.clear();
  }

  /** The walk has met a row of this generation that it cannot fill into all there is. */
  public void meet(TableId table, int generation) {
    found.computeIfAbsent(table, any -> new TreeSet<>()).add(generation);
    count(table, generation, 1);
  }

  /** The walk is over. */
  public void end() {
    walking = false;
    walked = true;
    for (TableId table : Set.copyOf(filled.keySet())) {
      TreeSet<Integer> former = found.get(table);
      int reached = former == null ? generations.newest(table) : former.first();
      filled.merge(table, reached, Math::max);
    }
    complete = filled.keySet().stream().allMatch(this::isComplete);
  }

  /**
   * A row has left the generation that it was counted under.
   *
   * @param to the one that it is counted under now; {@link Integer#MAX_VALUE} if it is gone
   */
  public void move(TableId table, int from, int to) {
    if (isComplete(table)) {
      return;
    }
    if (generations.isFormer(table, from)) {
      count(table, from, -1);
    }
    if (!walking && generations.isFormer(table, to)) {
      count(table, to, 1);
    }
  }

  private void count(TableId table, int generation, long rows) {
    left.computeIfAbsent(table, any -> new TreeMap<>()).merge(generation, rows, Long::sum);
  }

  /** How many rows of a table are left, as far as is known. */
  public long rowsLeft(TableId table) {
    NavigableMap<Integer, Long> ofTable = left.get(table);
    return ofTable == null || isComplete(table)
        ? 0
        : ofTable.values().stream().mapToLong(rows -> Math.max(0, rows)).sum();
  }
}
