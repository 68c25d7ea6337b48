package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.ImmutableTypeInfo;
import io.tributary.event.KnownSchemas;
import io.tributary.event.Lane;
import io.tributary.event.RowTransition;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.ledger.Counted;
import io.tributary.ledger.Horizon;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.LedgerOutcome;
import io.tributary.ledger.packed.PackedKey;
import io.tributary.runtime.metrics.PipelineMetrics;
import io.tributary.runtime.source.NewTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.util.Collector;

/**
 * Keeps the {@link Ledger}'s entry of each lane, and the {@link Horizon} of each table, which is
 * raised by what {@link TableHorizons} is broadcast.
 *
 * <p>Entries of live rows never expire. That of a deleted row does, a fixed while of the database's
 * own time after the delete: a replay older than that would bring the row back, so the while
 * exceeds what a connector can repeat. Entries below a horizon are forgotten at once where only the
 * present counts, because the horizon itself keeps their rows from coming back; a history keeps
 * them for the same while, to tell the late change of a row from its replay and to know its old
 * image.
 */
public final class LedgerStep
    extends KeyedBroadcastProcessFunction<Integer, ChangeEvent, ChangeEvent, RowTransition>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  /** Permanent, as the entries are kept under them. */
  public static final String UID = "ledger";

  /** The schemas of the images in the entries; every subtask restores those of all. */
  private static final ListStateDescriptor<byte[]> SCHEMAS =
      new ListStateDescriptor<>("schemas", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  static final MapStateDescriptor<String, Horizon> HORIZONS =
      new MapStateDescriptor<>(
          "horizons",
          Types.STRING,
          new ImmutableTypeInfo<>(Horizon.class, new HorizonSerializer()));

  static final Duration TOMBSTONE_RETENTION = Duration.ofDays(7);

  /** What the transitions are for. */
  public enum Purpose {
    /** A store of what is so now: a row that ended is taken back, late changes of it are not. */
    PRESENT,
    /** A sum over present rows: as {@link #PRESENT}, without old images that only the wire has. */
    DIFFERENCES,
    /** A record of what happened: late changes too, and a TRUNCATE as one transition. */
    HISTORY
  }

  private final Map<TableId, Set<String>> columnsNeeded;
  private final Purpose purpose;
  private final ArrayList<Counted> counted;
  private final boolean acceptPartial;
  private final NewTables newTables;
  private transient Ledger ledger;
  private transient Filling filling;
  private transient Rows rows;
  private transient InternalTimerService<PackedKey> timers;
  private transient KnownSchemas schemas;
  private transient ListState<byte[]> rememberedSchemas;
  private transient KnownHorizons horizons;
  private transient TableHorizons ends;
  private transient PipelineMetrics metrics;
  private transient LedgerCounts counts;

  @SuppressWarnings("NullAway.Init") // Flink initializes a function before it uses it.
  public LedgerStep(
      Map<TableId, Set<String>> columnsNeeded,
      Purpose purpose,
      Collection<Counted> counted,
      boolean acceptPartial,
      NewTables newTables) {
    this.columnsNeeded = columnsNeeded;
    this.purpose = purpose;
    this.counted = new ArrayList<>(counted);
    this.acceptPartial = acceptPartial;
    this.newTables = newTables;
  }

  /** A step whose transitions are counted in nothing. */
  public LedgerStep(Map<TableId, Set<String>> columnsNeeded, Purpose purpose) {
    this(columnsNeeded, purpose, List.of(), false, NewTables.ACCEPTED);
  }

  /** Has it keep its entries here; before all else. */
  void keep(Rows entries) {
    rows = entries;
  }

  /** Has it set these timers; before the first change. */
  void use(InternalTimerService<PackedKey> service) {
    timers = service;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    schemas = new KnownSchemas();
    rememberedSchemas = context.getOperatorStateStore().getUnionListState(SCHEMAS);
    for (byte[] schema : rememberedSchemas.get()) {
      schemas.add(schema);
    }
    boolean own = purpose == Purpose.DIFFERENCES;
    filling = Filling.restore(columnsNeeded, own, counted, acceptPartial, context);
    ledger = filling.ledger();
    metrics = PipelineMetrics.of(getRuntimeContext().getMetricGroup());
    counts = new LedgerCounts(metrics);
    horizons = new KnownHorizons();
    if (!filling.newTables().isEmpty()) {
      newTables.check(filling.newTables());
    }
    boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    ends =
        new TableHorizons(columnsNeeded.keySet(), purpose, first, schemas, filling, metrics, rows);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    rememberedSchemas.update(schemas.encoded());
    filling.save(getRuntimeContext().getTaskInfo());
  }

  Filling filling() {
    return filling;
  }

  /** Looks whether the row of the lane that is selected has changed since it was rewritten. */
  void meetRewritten(String lane, KnownHorizons.State state) throws Exception {
    TableId table = ends.tableOf(lane);
    StoredEntry stored = rows.value();
    if (table != null && stored != null && !stored.isTombstone()) {
      filling.rewritten().meet(table, stored.entry().position(), horizons.of(table, state));
    }
  }

  /** Fills the row of the lane that is selected, as far as what is kept of it suffices. */
  void fill(String lane, KnownHorizons.State state, Collector<RowTransition> out) throws Exception {
    TableId table = ends.tableOf(lane);
    if (table == null || filling.progress().isComplete(table)) {
      return;
    }
    if (lane.equals(Lane.of(table))) {
      filling.refuseWithoutKey(table);
    }
    StoredEntry stored = rows.value();
    SourcePosition horizon = horizons.of(table, state);
    if (stored != null
        && !stored.isTombstone()
        && !Horizon.ends(horizon, stored.entry().position())) {
      LedgerEntry entry = stored.attached(schemas);
      LedgerEntry filled = filling.fill(table, entry, horizon, out);
      if (filled != entry) {
        rows.update(StoredEntry.of(filled, schemas));
      }
      filling.meet(table, filled);
    }
  }

  @Override
  public void processBroadcastElement(
      ChangeEvent event, Context context, Collector<RowTransition> out) throws Exception {
    ends.apply(event, context, out);
    horizons.forget();
  }

  @Override
  public void processElement(
      ChangeEvent event, ReadOnlyContext context, Collector<RowTransition> out) throws Exception {
    StoredEntry stored = rows.value();
    LedgerEntry known = stored == null ? null : stored.attached(schemas);
    SourcePosition horizon = horizons.of(event.table(), () -> context.getBroadcastState(HORIZONS));
    LedgerEntry entry = known == null ? null : filling.fill(event.table(), known, horizon, out);
    LedgerOutcome outcome = ledger.apply(entry, event, horizon);
    if (outcome.entry() != known) {
      rows.update(StoredEntry.of(outcome.entry(), schemas));
    }
    counts.count(outcome);
    filling.note(event.table(), known, outcome.entry(), horizon);
    if (outcome instanceof LedgerOutcome.Moved moved) {
      if (event.key() != null && moved.entry().isTombstone()) {
        rows.lookAt(expiry(moved.entry()), timers);
      }
      out.collect(moved.transition());
    } else if (outcome instanceof LedgerOutcome.Superseded superseded) {
      rows.lookAt(expiry(superseded.entry()), timers);
      if (purpose == Purpose.HISTORY) {
        out.collect(superseded.transition());
      }
    }
  }

  /** What this subtask counted. */
  PipelineMetrics metrics() {
    return metrics;
  }

  /** The database's clock has come to a moment at which rows were to be looked at. */
  void expire(PackedKey due, long moment, KnownHorizons.State state) throws Exception {
    rows.expire(
        due,
        (lane, entry) -> {
          StoredEntry stored = entry.read();
          // A row may have come back, and have been deleted again, since the timer was set.
          return expiry(stored.entry()) > moment || !isOver(lane, stored, state);
        });
  }

  private boolean isOver(PackedKey lane, StoredEntry stored, KnownHorizons.State state)
      throws Exception {
    if (stored.isTombstone()) {
      return true;
    }
    TableId table = ends.tableOf(lane.text());
    return table != null && Horizon.ends(horizons.of(table, state), stored.entry().position());
  }

  private static long expiry(LedgerEntry entry) {
    return Math.floorDiv(entry.committedAtMicros(), 1000L) + TOMBSTONE_RETENTION.toMillis();
  }
}
