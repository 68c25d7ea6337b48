package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.ledger.Horizon;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.StaleRows;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * The rows of a subtask that are kept as they were before DDL rewrote them: those whose position is
 * below that of the rewrite. A row without a key is none, as nothing is kept of it.
 */
final class RewrittenRows {

  private static final ListStateDescriptor<Rewritten> STATE =
      new ListStateDescriptor<>("rewritten", TypeInformation.of(Rewritten.class));

  /** A table that was rewritten. */
  private record Table(StaleRows rows, long atMillis) {}

  private final Map<TableId, Table> tables = new HashMap<>();
  private final @Nullable ListState<Rewritten> state;

  private RewrittenRows(@Nullable ListState<Rewritten> state) {
    this.state = state;
  }

  /** Where no rewrites are reported. */
  static RewrittenRows none() {
    return new RewrittenRows(null);
  }

  /** With the rewrites that have left no row stale, by the reports of all subtasks. */
  static RewrittenRows restore(OperatorStateStore store) throws Exception {
    ListState<Rewritten> state = store.getUnionListState(STATE);
    RewrittenRows rewritten = new RewrittenRows(state);
    Map<Rewritten, Set<Integer>> over = new HashMap<>();
    for (Rewritten each : state.get()) {
      if (each.told()) {
        over.computeIfAbsent(each.reportedBy(0), any -> new HashSet<>()).add(each.subtask());
      }
    }
    over.forEach(
        (each, subtasks) -> {
          if (subtasks.size() == each.subtasks()) {
            rewritten.raise(each.tableId(), StaleRows.none(each.position()), each.atMillis());
          }
        });
    return rewritten;
  }

  /** Takes note that all rows of a table were rewritten. */
  void rewrite(ChangeEvent event) {
    long atMillis = Math.floorDiv(event.committedAtMicros(), 1000L);
    raise(event.table(), StaleRows.since(event.position()), atMillis);
  }

  private void raise(TableId table, StaleRows rows, long atMillis) {
    Table known = tables.get(table);
    if (known == null || known.rows().rewrite().compareTo(rows.rewrite()) < 0) {
      tables.put(table, new Table(rows, atMillis));
    }
  }

  /** Takes note of what has become of a row. */
  void note(
      TableId table,
      @Nullable LedgerEntry before,
      @Nullable LedgerEntry after,
      @Nullable SourcePosition horizon) {
    Table known = tables.isEmpty() ? null : tables.get(table);
    if (known == null) {
      return;
    }
    boolean was = isStale(known, before, horizon);
    boolean is = isStale(known, after, horizon);
    if (was && !is) {
      known.rows().remove();
    } else if (is && !was) {
      known.rows().add();
    }
  }

  private static boolean isStale(
      Table table, @Nullable LedgerEntry entry, @Nullable SourcePosition horizon) {
    return entry != null
        && !entry.isTombstone()
        && table.rows().contains(entry.position())
        && !Horizon.ends(horizon, entry.position());
  }

  /** The tables that have to be walked over; the walk has begun. */
  Set<TableId> beginWalk() {
    Set<TableId> walked = new HashSet<>();
    tables.forEach(
        (table, known) -> {
          if (known.rows().needWalk()) {
            known.rows().begin();
            walked.add(table);
          }
        });
    return walked;
  }

  /** The walk has come by a row of one of its tables. */
  void meet(TableId table, SourcePosition row, @Nullable SourcePosition horizon) {
    Table known = tables.get(table);
    if (known != null && known.rows().contains(row) && !Horizon.ends(horizon, row)) {
      known.rows().meet();
    }
  }

  void endWalk(Set<TableId> walked) {
    walked.forEach(
        table -> {
          Table known = tables.get(table);
          if (known != null) {
            known.rows().end();
          }
        });
  }

  /** What this subtask knows of its tables. */
  List<Rewritten> reports(TaskInfo task) {
    List<Rewritten> reports = new ArrayList<>();
    tables.forEach(
        (table, known) -> {
          boolean over = known.rows().areOver();
          if (over || known.rows().left() > 0) {
            SourcePosition at = known.rows().rewrite();
            reports.add(
                new Rewritten(
                    table.toString(),
                    known.atMillis(),
                    at.epoch(),
                    at.commitPosition(),
                    at.lsn(),
                    over,
                    task.getIndexOfThisSubtask(),
                    task.getNumberOfParallelSubtasks()));
          }
        });
    return reports;
  }

  void save(TaskInfo task) throws Exception {
    if (state != null) {
      state.update(reports(task));
    }
  }
}
