package io.tributary.runtime.ledger;

import io.tributary.event.RowTransition;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.ledger.Counted;
import io.tributary.ledger.FillProgress;
import io.tributary.ledger.Generations;
import io.tributary.ledger.Horizon;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.LedgerOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
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
  private final Set<TableId> newTables;
  private final RewrittenRows rewritten;

  private Filling(
      Ledger ledger,
      Generations generations,
      FillProgress progress,
      @Nullable ListState<Filled> state,
      Set<TableId> newTables,
      RewrittenRows rewritten) {
    this.ledger = ledger;
    this.generations = generations;
    this.progress = progress;
    this.state = state;
    this.newTables = newTables;
    this.rewritten = rewritten;
  }

  /**
   * With the ledger that it fills rows by. Where nothing is counted, there is nothing to fill and
   * no state of it.
   *
   * @param ownImagesOnly see {@link Ledger}
   * @param acceptPartial see {@link Generations#acceptingPartial}
   */
  static Filling restore(
      Map<TableId, Set<String>> columnsNeeded,
      boolean ownImagesOnly,
      Collection<Counted> counted,
      boolean acceptPartial,
      FunctionInitializationContext context)
      throws Exception {
    if (counted.isEmpty()) {
      Ledger ledger = new Ledger(columnsNeeded, ownImagesOnly, Generations.NONE);
      FillProgress nothing = new FillProgress(Generations.NONE, Map.of());
      return new Filling(ledger, Generations.NONE, nothing, null, Set.of(), RewrittenRows.none());
    }
    OperatorStateStore store = context.getOperatorStateStore();
    SavedGenerations saved = SavedGenerations.restore(store, context.isRestored(), counted);
    Generations generations = acceptPartial ? saved.present().acceptingPartial() : saved.present();
    Set<TableId> newTables =
        context.isRestored() ? generations.tablesBesidesThoseOf(saved.restored()) : Set.of();
    Ledger ledger = new Ledger(columnsNeeded, ownImagesOnly, generations);
    ListState<Filled> state = store.getUnionListState(STATE);
    FillProgress progress = new FillProgress(generations, known(state));
    RewrittenRows rewritten = RewrittenRows.restore(store);
    return new Filling(ledger, generations, progress, state, newTables, rewritten);
  }

  /** What all subtasks had filled. */
  private static Map<TableId, Integer> known(ListState<Filled> state) throws Exception {
    Map<TableId, List<Filled>> saved = new HashMap<>();
    for (Filled each : state.get()) {
      saved.computeIfAbsent(TableId.parse(each.table()), any -> new ArrayList<>()).add(each);
    }
    Map<TableId, Integer> known = new HashMap<>();
    saved.forEach((table, all) -> known.put(table, ofAll(all)));
    return known;
  }

  /** The tables that were not followed when the state was saved that is restored. */
  Set<TableId> newTables() {
    return newTables;
  }

  Ledger ledger() {
    return ledger;
  }

  /** What all subtasks have filled; the first generation until each of them has reported. */
  static int ofAll(List<Filled> reports) {
    Set<Integer> subtasks = new HashSet<>();
    int least = Integer.MAX_VALUE;
    for (Filled each : reports) {
      subtasks.add(each.subtask());
      least = Math.min(least, each.generation());
    }
    return subtasks.size() == reports.get(0).subtasks() ? least : 0;
  }

  /** The rows that are kept as they were before DDL rewrote them. */
  RewrittenRows rewritten() {
    return rewritten;
  }

  void save(TaskInfo task) throws Exception {
    if (state != null) {
      state.update(reports(task));
      rewritten.save(task);
    }
  }

  /** What this subtask has filled; tables with the first generation alone are left out. */
  List<Filled> reports(TaskInfo task) {
    List<Filled> reports = new ArrayList<>();
    progress
        .filled()
        .forEach(
            (table, generation) -> {
              if (generation > 0) {
                reports.add(
                    new Filled(
                        table.toString(),
                        generation,
                        task.getIndexOfThisSubtask(),
                        task.getNumberOfParallelSubtasks()));
              }
            });
    return reports;
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
    try {
      generations.refuseWithoutKey(table);
    } catch (IllegalStateException e) {
      throw new DefinitionsRefusedException(e);
    }
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
   * @param before null if there was none
   * @param after null if it is gone
   */
  void note(
      TableId table,
      @Nullable LedgerEntry before,
      @Nullable LedgerEntry after,
      @Nullable SourcePosition horizon) {
    rewritten.note(table, before, after, horizon);
    if (before != null
        && !progress.isComplete(table)
        && !before.isTombstone()
        && !Horizon.ends(horizon, before.position())) {
      int to = after == null || after.isTombstone() ? Integer.MAX_VALUE : after.generation();
      if (to != before.generation()) {
        progress.move(table, before.generation(), to);
      }
    }
  }
}
