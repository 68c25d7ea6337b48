package io.tributary.runtime;

import io.tributary.event.RowTransition;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.ledger.FillProgress;
import io.tributary.ledger.Generations;
import io.tributary.ledger.Horizon;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.LedgerOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a subtask's lanes in what has been defined since they were counted, and knows
 * how many are left.
 */
final class Filling {

  private static final ListStateDescriptor<Filled> STATE =
      new ListStateDescriptor<>("filled", TypeInformation.of(Filled.class));

  private final Ledger ledger;
  private final Generations generations;
  private final FillProgress progress;
  private final @Nullable ListState<Filled> state;

  private Filling(
      Ledger ledger,
      Generations generations,
      FillProgress progress,
      @Nullable ListState<Filled> state) {
    this.ledger = ledger;
    this.generations = generations;
    this.progress = progress;
    this.state = state;
  }

  /** Where nothing is counted. */
  static Filling none(Ledger ledger) {
    FillProgress nothing = new FillProgress(Generations.NONE, Map.of());
    return new Filling(ledger, Generations.NONE, nothing, null);
  }

  /** Knows from state what was filled already. */
  static Filling restore(Ledger ledger, Generations generations, OperatorStateStore store)
      throws Exception {
    ListState<Filled> state = store.getUnionListState(STATE);
    Map<TableId, List<Filled>> saved = new HashMap<>();
    for (Filled each : state.get()) {
      saved.computeIfAbsent(TableId.parse(each.table()), any -> new ArrayList<>()).add(each);
    }
    Map<TableId, Integer> known = new HashMap<>();
    saved.forEach((table, all) -> known.put(table, ofAll(all)));
    return new Filling(ledger, generations, new FillProgress(generations, known), state);
  }

  /** What all subtasks say; the first generation unless all of them say something. */
  static int ofAll(List<Filled> said) {
    Set<Integer> subtasks = new HashSet<>();
    int least = Integer.MAX_VALUE;
    for (Filled each : said) {
      subtasks.add(each.subtask());
      least = Math.min(least, each.generation());
    }
    return subtasks.size() == said.get(0).subtasks() ? least : 0;
  }

  void save(int subtask, int subtasks) throws Exception {
    if (state != null) {
      state.update(said(subtask, subtasks));
    }
  }

  /** What this subtask can say of its tables; nothing of those that had no later generation. */
  List<Filled> said(int subtask, int subtasks) {
    List<Filled> said = new ArrayList<>();
    progress
        .filled()
        .forEach(
            (table, generation) -> {
              if (generations.newest(table) > 0) {
                said.add(new Filled(table.toString(), generation, subtask, subtasks));
              }
            });
    return said;
  }

  FillProgress progress() {
    return progress;
  }

  /** The tables of which rows may be left. */
  Set<TableId> incomplete() {
    Set<TableId> tables = new HashSet<>(generations.tables());
    tables.removeIf(progress::isComplete);
    return tables;
  }

  /** Takes note of an entry that the walk has come by. */
  void meet(TableId table, LedgerEntry entry) {
    if (entry.generation() < generations.newest(table)) {
      progress.meet(table, entry.generation());
    }
  }

  void refuseWithoutKey(TableId table) {
    generations.refuseWithoutKey(table);
  }

  /** The entry counted in as much as can be; the same if there is nothing to do. */
  LedgerEntry fill(
      TableId table,
      LedgerEntry entry,
      @Nullable SourcePosition horizon,
      Collector<RowTransition> out) {
    LedgerOutcome.Moved moved = ledger.fill(table, entry, horizon);
    if (moved == null) {
      return entry;
    }
    out.collect(moved.transition());
    return moved.entry();
  }

  /**
   * Takes note of what has become of an entry.
   *
   * @param after null if it is gone
   */
  void note(
      TableId table,
      LedgerEntry before,
      @Nullable LedgerEntry after,
      @Nullable SourcePosition horizon) {
    if (!progress.isComplete(table)
        && !before.isTombstone()
        && !Horizon.ends(horizon, before.position())) {
      boolean gone = after == null || after.isTombstone();
      int to = gone ? Integer.MAX_VALUE : after.generation();
      if (to != before.generation()) {
        progress.move(table, before.generation(), to);
      }
    }
  }
}
