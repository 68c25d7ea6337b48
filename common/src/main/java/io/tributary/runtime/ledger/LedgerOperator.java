package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.FillProgress;
import io.tributary.ledger.Horizon;
import io.tributary.ledger.packed.PackedKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link LedgerStep}, and walks over its entries between the changes where rows have to be
 * counted in something new. What has been filled is said once a checkpoint is complete whose
 * barrier came after: then everything that it made has arrived.
 */
public final class LedgerOperator
    extends CoBroadcastWithKeyedOperator<Integer, ChangeEvent, ChangeEvent, RowTransition> {

  public static final OutputTag<Filled> FILLED =
      new OutputTag<>("filled", TypeInformation.of(Filled.class));

  public static final OutputTag<Rewritten> REWRITTEN =
      new OutputTag<>("rewritten", TypeInformation.of(Rewritten.class));

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(LedgerOperator.class);
  private static final long PAUSE_MILLIS = 1_000;

  private final LaneGroups groups;
  private final long mostForPages;
  private transient Rows rows;
  private transient InternalTimerService<PackedKey> clock;
  private transient @Nullable Walk<Tuple2<Integer, PackedKey>> walk;
  private transient RewriteWalk rewrites;
  private transient TreeMap<Long, List<Filled>> unsaid;
  private transient List<Filled> lastSaid;
  private transient TimestampedCollector<RowTransition> out;

  public LedgerOperator(LedgerStep step, LaneGroups groups) {
    this(step, groups, Long.MAX_VALUE);
  }

  /**
   * @param mostForPages bytes that {@link PagedRows} may take of the heap, if they are few
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
    rows = Rows.of(getKeyedStateBackend(), groups, bytesForPages());
    RowsForm.check(rows.form(), getOperatorStateBackend());
    step().keep(rows);
    super.initializeState(context);
  }

  private long bytesForPages() {
    int slots =
        getContainingTask()
            .getEnvironment()
            .getTaskManagerInfo()
            .getConfiguration()
            .get(TaskManagerOptions.NUM_TASK_SLOTS);
    return Math.min(mostForPages, PagedRows.bytes(Runtime.getRuntime().maxMemory(), slots));
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
    clock = getInternalTimerService("rows", new PackedKeySerializer(), new Expiry());
    step().use(clock);
    unsaid = new TreeMap<>();
    lastSaid = List.of();
    out = new TimestampedCollector<>(output);
    List<Filled> known = said();
    if (!known.isEmpty()) {
      after(1, () -> say(known));
    }
    rewrites =
        new RewriteWalk(
            filling().rewritten(),
            rows,
            getRuntimeContext().getTaskInfo(),
            each -> output.collect(REWRITTEN, new StreamRecord<>(each)));
    after(1, this::lookForRewritten);
    if (!filling().progress().isComplete()) {
      FillProgress progress = filling().progress();
      for (TableId table : filling().incomplete()) {
        step().metrics().rowsToFill(table.toString(), () -> progress.rowsLeft(table));
      }
      after(1, this::goOn);
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

  private void lookForRewritten() throws Exception {
    boolean walks =
        rewrites.goOn(
            lane -> {
              setCurrentKey(lane.f0);
              rows.select(lane.f1);
              step().meetRewritten(lane.f1.text(), this::horizons);
            });
    after(walks ? 1 : PAUSE_MILLIS, this::lookForRewritten);
  }

  private void goOn() throws Exception {
    boolean walks = walkSome();
    if (!filling().progress().isComplete()) {
      after(walks ? 1 : PAUSE_MILLIS, this::goOn);
    }
  }

  private boolean walkSome() throws Exception {
    if (walk == null && filling().progress().needsWalk()) {
      filling().progress().begin();
      walk = new Walk<>(rows.lanes());
    }
    if (walk == null) {
      return false;
    }
    if (!walk.goOn(this::fill)) {
      walk.close();
      walk = null;
      filling().progress().end();
      filling().incomplete().forEach(this::askForRows);
    }
    return true;
  }

  private void fill(Tuple2<Integer, PackedKey> lane) throws Exception {
    setCurrentKey(lane.f0);
    rows.select(lane.f1);
    step().fill(lane.f1.text(), this::horizons, out);
  }

  private BroadcastState<String, Horizon> horizons() throws Exception {
    return getOperatorStateBackend().getBroadcastState(LedgerStep.HORIZONS);
  }

  private void askForRows(TableId table) {
    LOG.info(
        "{} rows of {} lack columns that its rollups need now; they are told by changes of the rows,"
            + " or all at once by an incremental snapshot of the table: tributary rollup signal. A row"
            + " whose record became a dead letter is told by tributary dlq replay",
        filling().progress().rowsLeft(table),
        table);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    rows.beforeSnapshot();
    rewrites.beforeSnapshot(context.getCheckpointId());
    List<Filled> said = said();
    if (!said.isEmpty()) {
      unsaid.put(context.getCheckpointId(), said);
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    Map.Entry<Long, List<Filled>> latest = unsaid.floorEntry(checkpointId);
    unsaid.headMap(checkpointId, true).clear();
    if (latest != null) {
      say(latest.getValue());
    }
    rewrites.checkpointed(checkpointId);
  }

  private List<Filled> said() {
    return filling().said(getRuntimeContext().getTaskInfo());
  }

  private void say(List<Filled> news) {
    if (!news.equals(lastSaid)) {
      lastSaid = news;
      news.forEach(each -> output.collect(FILLED, new StreamRecord<>(each)));
    }
  }

  /** There is no time left to pause. */
  @Override
  public void finish() throws Exception {
    while (filling().progress().needsWalk() || walk != null) {
      walkSome();
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (walk != null) {
      walk.close();
    }
    if (rewrites != null) {
      rewrites.close();
    }
    super.close();
  }

  private final class Expiry implements Triggerable<Integer, PackedKey> {

    @Override
    public void onEventTime(InternalTimer<Integer, PackedKey> timer) throws Exception {
      // The input ended, or the job is drained: that is no time of the database's that passed.
      if (clock.currentWatermark() != Long.MAX_VALUE) {
        step().expire(timer.getNamespace(), timer.getTimestamp(), LedgerOperator.this::horizons);
      }
    }

    @Override
    public void onProcessingTime(InternalTimer<Integer, PackedKey> timer) {
      throw new IllegalStateException("no such timer is set");
    }
  }
}
