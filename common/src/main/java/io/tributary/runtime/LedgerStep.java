package io.tributary.runtime;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.LedgerOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the {@link Ledger}'s entry of each lane. Entries of live rows never expire. That of a
 * deleted row does, a fixed while of the database's own time after the delete: a replay older than
 * that would bring the row back, so the while exceeds what a connector can repeat.
 */
final class LedgerStep extends KeyedProcessFunction<String, ChangeEvent, RowTransition> {

  private static final long serialVersionUID = 1L;

  /** Permanent, as the entries are kept under them. */
  static final String UID = "ledger";

  static final String ENTRY = "entry";

  static final Duration TOMBSTONE_RETENTION = Duration.ofDays(7);

  private final Map<TableId, Set<String>> columnsNeeded;
  private transient Ledger ledger;
  private transient ValueState<LedgerEntry> entries;
  private transient PipelineMetrics metrics;

  LedgerStep(Map<TableId, Set<String>> columnsNeeded) {
    this.columnsNeeded = columnsNeeded;
  }

  @Override
  public void open(OpenContext context) {
    ledger = new Ledger(columnsNeeded);
    entries =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>(ENTRY, new LedgerEntrySerializer()));
    metrics = PipelineMetrics.of(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(ChangeEvent event, Context context, Collector<RowTransition> out)
      throws Exception {
    LedgerEntry entry = entries.value();
    LedgerOutcome outcome = ledger.apply(entry, event);
    if (outcome.entry() != entry) {
      entries.update(outcome.entry());
    }
    if (outcome instanceof LedgerOutcome.Moved moved) {
      count(moved);
      if (event.key() != null && moved.entry().isTombstone()) {
        context.timerService().registerEventTimeTimer(expiry(moved.entry()));
      }
      out.collect(moved.transition());
    } else if (outcome instanceof LedgerOutcome.Unmoved unmoved) {
      metrics.count(
          switch (unmoved.reason()) {
            case REPLAY -> PipelineMetrics.REPLAYS;
            case UNCHANGED_SNAPSHOT_ROW -> PipelineMetrics.UNCHANGED;
          });
    }
  }

  private void count(LedgerOutcome.Moved moved) {
    metrics.count(PipelineMetrics.TRANSITIONS);
    if (moved.unseen()) {
      metrics.count(PipelineMetrics.UNSEEN);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RowTransition> out)
      throws Exception {
    LedgerEntry entry = entries.value();
    // The row may have come back, and have been deleted again, since the timer was set.
    if (entry != null && entry.isTombstone() && expiry(entry) <= timestamp) {
      entries.clear();
    }
  }

  private static long expiry(LedgerEntry tombstone) {
    return Math.floorDiv(tombstone.committedAtMicros(), 1000L) + TOMBSTONE_RETENTION.toMillis();
  }
}
