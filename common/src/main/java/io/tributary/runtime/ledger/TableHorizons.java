package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.DeadLetter;
import io.tributary.event.KnownSchemas;
import io.tributary.event.Lane;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.ledger.Horizon;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.ledger.LedgerStep.Purpose;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Applies what ends the rows of a whole table to every lane of it: a TRUNCATE; the heartbeat's READ
 * of a snapshot that is complete, for all tables; and, with the heartbeat's other changes, the time
 * that has passed. Takes note of DDL that rewrites all rows, see {@link TableRewrites}. All
 * subtasks come to the same horizons, in whatever order they hear of these.
 *
 * <p>Walks over all lanes of a subtask, and reads the entries of the tables concerned. No change
 * and no checkpoint passes meanwhile.
 */
public final class TableHorizons {

  /** A table without primary key was truncated: nobody knows which rows it had. */
  static final String WITHOUT_KEY = "TRUNCATE_WITHOUT_KEY";

  /** A TRUNCATE that does not say where in the log it stands. */
  public static final String WITHOUT_POSITION = "TRUNCATE_WITHOUT_POSITION";

  private final Map<String, TableId> tables;
  private final Purpose purpose;
  private final boolean first;
  private final KnownSchemas schemas;
  private final Filling filling;
  private final PipelineMetrics metrics;
  private final Rows rows;

  /**
   * @param first whether this subtask is the one that speaks for all
   * @param schemas those of the entries
   */
  TableHorizons(
      Set<TableId> tables,
      Purpose purpose,
      boolean first,
      KnownSchemas schemas,
      Filling filling,
      PipelineMetrics metrics,
      Rows rows) {
    this.tables = tables.stream().collect(Collectors.toMap(Lane::of, table -> table));
    this.purpose = purpose;
    this.first = first;
    this.schemas = schemas;
    this.filling = filling;
    this.metrics = metrics;
    this.rows = rows;
  }

  void apply(
      ChangeEvent event,
      KeyedBroadcastProcessFunction<Integer, ChangeEvent, ChangeEvent, RowTransition>.Context
          context,
      Collector<RowTransition> out)
      throws Exception {
    if (event.op() == Op.TRUNCATE) {
      truncate(event, context, out);
    } else if (event.op() == Op.READ) {
      endUnseen(event, context, out);
    } else if (TableRewrites.isOne(event)) {
      filling.rewritten().rewrite(event);
    } else if (purpose == Purpose.HISTORY) {
      clear(event, context);
    }
  }

  private void truncate(
      ChangeEvent event,
      KeyedBroadcastProcessFunction<Integer, ChangeEvent, ChangeEvent, RowTransition>.Context
          context,
      Collector<RowTransition> out)
      throws Exception {
    BroadcastState<String, Horizon> state = context.getBroadcastState(LedgerStep.HORIZONS);
    Horizon known = known(state, event.table());
    if (event.position().lsn() == 0) {
      reject(WITHOUT_POSITION, "the record has no LSN", first, event, context);
      return;
    } else if (known.hasSeen(event.position())) {
      count(PipelineMetrics.REPLAYED_TRUNCATES);
      return;
    }
    count(PipelineMetrics.TRUNCATES);
    Horizon raised = known.truncatedAt(event.position(), event.committedAtMicros());
    state.put(event.table().toString(), raised);
    if (purpose == Purpose.HISTORY) {
      if (first) {
        out.collect(RowTransition.of(event, null, null));
      }
    } else if (!event.position().equals(known.rows()) && event.position().equals(raised.rows())) {
      Map<TableId, Horizon> before = new HashMap<>();
      before.put(event.table(), known);
      end(before, event, context, out);
    }
  }

  private void endUnseen(
      ChangeEvent snapshot,
      KeyedBroadcastProcessFunction<Integer, ChangeEvent, ChangeEvent, RowTransition>.Context
          context,
      Collector<RowTransition> out)
      throws Exception {
    BroadcastState<String, Horizon> state = context.getBroadcastState(LedgerStep.HORIZONS);
    Map<TableId, Horizon> before = new HashMap<>();
    for (TableId table : tables.values()) {
      Horizon known = known(state, table);
      Horizon raised = known.raisedTo(snapshot.position(), snapshot.committedAtMicros());
      if (raised != known) {
        before.put(table, known);
        state.put(table.toString(), raised);
      }
    }
    if (!before.isEmpty()) {
      end(before, snapshot, context, out);
    }
  }

  /** Ends what is below the event's position and was not below the horizon before. */
  private void end(
      Map<TableId, Horizon> before,
      ChangeEvent event,
      KeyedBroadcastProcessFunction<Integer, ChangeEvent, ChangeEvent, RowTransition>.Context
          context,
      Collector<RowTransition> out)
      throws Exception {
    rows.retain(
        (key, stored) -> {
          String lane = key.text();
          TableId table = tableOf(lane);
          Horizon known = table == null ? null : before.get(table);
          if (table == null || known == null) {
            return true;
          } else if (lane.equals(Lane.of(table))) {
            refuse(event, context);
            return true;
          }
          LedgerEntry entry = stored.read().attached(schemas);
          if (!Horizon.ends(event.position(), entry.position())) {
            return true;
          }
          if (!entry.isTombstone() && !Horizon.ends(known.rows(), entry.position())) {
            metrics.count(PipelineMetrics.ENDED);
            LedgerEntry last = filling.fill(table, entry, known.rows(), out);
            out.collect(Ledger.ended(table, last, event));
            filling.note(table, entry, null, known.rows());
          }
          return purpose == Purpose.HISTORY;
        });
  }

  private void refuse(
      ChangeEvent event,
      KeyedBroadcastProcessFunction<Integer, ChangeEvent, ChangeEvent, RowTransition>.Context
          context) {
    if (event.op() == Op.TRUNCATE) {
      String detail =
          "the table has no primary key, so its rows are unknown; rebuild what is derived from it";
      reject(WITHOUT_KEY, detail, true, event, context);
    }
  }

  /** Lets go of entries that have been below their horizon for long enough. */
  private void clear(
      ChangeEvent heartbeat,
      KeyedBroadcastProcessFunction<Integer, ChangeEvent, ChangeEvent, RowTransition>.Context
          context)
      throws Exception {
    BroadcastState<String, Horizon> state = context.getBroadcastState(LedgerStep.HORIZONS);
    long now = heartbeat.committedAtMicros();
    long due = now - LedgerStep.TOMBSTONE_RETENTION.toMillis() * 1000L;
    Map<TableId, SourcePosition> looked = new HashMap<>();
    for (TableId table : tables.values()) {
      Horizon known = known(state, table);
      if (known.rows() != null && known.clearedAtMicros() < due) {
        looked.put(table, known.rows());
        state.put(table.toString(), known.clearedAt(now));
      }
    }
    if (!looked.isEmpty()) {
      rows.retain(
          (lane, stored) -> {
            TableId table = tableOf(lane.text());
            SourcePosition horizon = table == null ? null : looked.get(table);
            LedgerEntry entry = horizon == null ? null : stored.read().entry();
            return entry == null
                || entry.committedAtMicros() >= due
                || !Horizon.ends(horizon, entry.position());
          });
    }
  }

  /** The table of a lane; null for one that the job does not keep. */
  @Nullable TableId tableOf(String lane) {
    return tables.get(Lane.tablePart(lane));
  }

  private static Horizon known(BroadcastState<String, Horizon> state, TableId table)
      throws Exception {
    Horizon known = state.get(table.toString());
    return known == null ? Horizon.NONE : known;
  }

  private void count(String name) {
    if (first) {
      metrics.count(name);
    }
  }

  private void reject(
      String code,
      String detail,
      boolean here,
      ChangeEvent event,
      KeyedBroadcastProcessFunction<Integer, ChangeEvent, ChangeEvent, RowTransition>.Context
          context) {
    if (here) {
      metrics.count(PipelineMetrics.REJECTED, "code", code);
      context.output(DeadLetters.TAG, DeadLetter.of(code, LedgerStep.UID, event, detail));
    }
  }
}
