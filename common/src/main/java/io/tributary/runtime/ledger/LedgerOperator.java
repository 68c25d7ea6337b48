package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.FillProgress;
import io.tributary.ledger.Horizon;
import io.tributary.ledger.packed.PackedKey;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs a {@link LedgerStep}, and walks over its entries between the changes: where rows have to be
 * counted in something new, and where DDL has rewritten them.
 */
public final class LedgerOperator
    extends CoBroadcastWithKeyedOperator<Integer, ChangeEvent, ChangeEvent, RowTransition> {

  public static final OutputTag<Filled> FILLED =
      new OutputTag<>("filled", TypeInformation.of(Filled.class));

  public static final OutputTag<Rewritten> REWRITTEN =
      new OutputTag<>("rewritten", TypeInformation.of(Rewritten.class));

  private static final long serialVersionUID = 1L;

  private static final long PAUSE_MILLIS = 1_000;

  private final LaneGroups groups;
  private final long mostForPages;
  private transient Rows rows;
  private transient FillWalk fills;
  private transient RewriteWalk rewrites;
  private transient TimestampedCollector<RowTransition> out;

  public LedgerOperator(LedgerStep step, LaneGroups groups) {
    this(step, groups, PagedRows.MOST_BYTES);
  }

  /**
   * @param mostForPages bytes that {@link PagedRows} may take of the heap, where it has them
   */
  @SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
  LedgerOperator(LedgerStep step, LaneGroups groups, long mostForPages) {
    super(step, List.of(LedgerStep.HORIZONS));
    this.groups = groups;
    this.mostForPages = mostForPages;
  }

  Rows rows() {
    return rows;
  }

  private LedgerStep step() {
    return (LedgerStep) userFunction;
  }

  private Filling filling() {
    return step().filling();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    groups.check(getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks());
    long forPages = HeapShare.of(getContainingTask().getEnvironment(), mostForPages);
    rows = Rows.of(getKeyedStateBackend(), groups, forPages);
    RowsForm.check(rows.form(), getOperatorStateBackend());
    step().keep(rows);
    super.initializeState(context);
  }

  /** A lane's text is made once for its group and for its row. */
  @Override
  @SuppressWarnings("rawtypes") // As Flink has it.
  public void setKeyContextElement1(StreamRecord record) throws Exception {
    PackedKey lane = PackedKey.of(((ChangeEvent) record.getValue()).laneBytes());
    setCurrentKey(groups.of(lane));
    rows.select(lane);
  }

  @Override
  public void open() throws Exception {
    super.open();
    step().use(getInternalTimerService("rows", new PackedKeySerializer(), new Expiry()));
    out = new TimestampedCollector<>(output);
    TaskInfo task = getRuntimeContext().getTaskInfo();
    fills =
        new FillWalk(
            filling(), rows, task, each -> output.collect(FILLED, new StreamRecord<>(each)));
    FillProgress progress = filling().progress();
    for (TableId table : filling().incomplete()) {
      step().metrics().rowsToFill(table.toString(), () -> progress.rowsLeft(table));
    }
    after(1, this::fillSome);
    rewrites =
        new RewriteWalk(
            filling().rewritten(),
            rows,
            task,
            each -> output.collect(REWRITTEN, new StreamRecord<>(each)));
    after(1, this::lookForRewritten);
  }

  /**
   * Where the input ends, or the job is drained, no time of the database's passes: what waits for
   * it goes on to, also in what is saved then.
   */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      output.emitWatermark(mark);
    } else {
      super.processWatermark(mark);
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What a timer throws fails the task.
  private void after(long millis, Action action) {
    long due = getProcessingTimeService().getCurrentProcessingTime() + millis;
    getProcessingTimeService().registerTimer(due, now -> action.run());
  }

  private void fillSome() throws Exception {
    boolean walks = fills.goOn(this::fill);
    if (!fills.isOver()) {
      after(walks ? 1 : PAUSE_MILLIS, this::fillSome);
    }
  }

  private void fill(Tuple2<Integer, PackedKey> lane) throws Exception {
    select(lane);
    step().fill(lane.f1.text(), this::horizons, out);
  }

  private void lookForRewritten() throws Exception {
    boolean walks = rewrites.goOn(this::meetRewritten);
    after(walks ? 1 : PAUSE_MILLIS, this::lookForRewritten);
  }

  private void meetRewritten(Tuple2<Integer, PackedKey> lane) throws Exception {
    select(lane);
    step().meetRewritten(lane.f1.text(), this::horizons);
  }

  private void select(Tuple2<Integer, PackedKey> lane) throws Exception {
    setCurrentKey(lane.f0);
    rows.select(lane.f1);
  }

  private BroadcastState<String, Horizon> horizons() throws Exception {
    return getOperatorStateBackend().getBroadcastState(LedgerStep.HORIZONS);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    rows.beforeSnapshot();
    fills.beforeSnapshot(context.getCheckpointId());
    rewrites.beforeSnapshot(context.getCheckpointId());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    fills.checkpointed(checkpointId);
    rewrites.checkpointed(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    fills.finish(this::fill);
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (fills != null) {
      fills.close();
    }
    if (rewrites != null) {
      rewrites.close();
    }
    super.close();
  }

  private final class Expiry implements Triggerable<Integer, PackedKey> {

    @Override
    public void onEventTime(InternalTimer<Integer, PackedKey> timer) throws Exception {
      step().expire(timer.getNamespace(), timer.getTimestamp(), LedgerOperator.this::horizons);
    }

    @Override
    public void onProcessingTime(InternalTimer<Integer, PackedKey> timer) {
      throw new IllegalStateException("no such timer is set");
    }
  }
}
