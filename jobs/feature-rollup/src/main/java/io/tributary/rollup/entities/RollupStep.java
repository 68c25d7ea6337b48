package io.tributary.rollup.entities;

import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.RebuildEpochs;
import io.tributary.runtime.ledger.Filled;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.graph.StreamConfig;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.StreamTask;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the features of each entity: adds what rows contribute, and moves windows with time.
 *
 * <p><b>Bundles.</b> Contributions are gathered until there are many, a moment has passed or a
 * checkpoint comes, so that an entity's state is read, written and emitted once for all of them.
 * Watermarks wait for the bundle: whether a row counts before or after its tile has come or gone
 * makes no difference to the result.
 *
 * <p><b>Updates.</b> Each bundle emits an update of each of its entities, even if no value changes.
 * After a restore the same contributions are applied again, but a row may be too old by then, and
 * what was written before the failure must not stay.
 *
 * <p><b>Republishing.</b> All entities are emitted again, a part at a time between the changes and
 * before time passes, when the store has lost features, a topic may lack some, rollups have
 * changed, or what was new has all rows.
 */
public final class RollupStep extends AbstractStreamOperator<FeatureUpdate>
    implements TwoInputStreamOperator<Contribution, Filled, FeatureUpdate>,
        Triggerable<String, VoidNamespace> {

  public static final String UID = "rollup";

  private static final long serialVersionUID = 1L;

  /** Permanent, as entities are kept under it. */
  static final String STATE = "entity";

  /** Permanent: those that savepoints have from before there was a {@link Calendar}. */
  private static final String TIMERS = "user-timers";

  /** What the updates that follow lack. */
  public static final OutputTag<Unfilled> UNFILLED =
      new OutputTag<>("unfilled", TypeInformation.of(Unfilled.class));

  private final RollupPlan plan;
  private final RebuildEpochs epochs;
  private final FeatureStore store;
  private final KnownEntities.Room room;
  private transient Entities entities;
  private transient Bundle bundle;
  private transient PublishedTopics topics;
  private transient boolean restored;
  private transient StreamRecord<FeatureUpdate> outgoing;
  private transient SavedDefinitions definitions;
  private transient HeldOutput<FeatureUpdate> heldOutput;
  private transient Republishing republishing;
  private transient @Nullable Watermark next;
  private transient long epoch;

  public RollupStep(RollupPlan plan, RebuildEpochs epochs, FeatureStore store) {
    this(plan, epochs, store, KnownEntities.Room.MOST);
  }

  /**
   * @param room the most that entities are held in
   */
  @SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
  RollupStep(RollupPlan plan, RebuildEpochs epochs, FeatureStore store, KnownEntities.Room room) {
    this.plan = plan;
    this.epochs = epochs;
    this.store = store;
    this.room = room;
  }

  @Override
  public void setup(
      StreamTask<?, ?> task, StreamConfig config, Output<StreamRecord<FeatureUpdate>> out) {
    super.setup(task, config, out);
    heldOutput = new HeldOutput<>(output, this::applyBundle);
    output = heldOutput;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    bundle = new Bundle(getProcessingTimeService(), plan.gatherMillis(), this::applyBundle);
    super.initializeState(context);
    definitions =
        SavedDefinitions.restore(plan, context.isRestored(), context.getOperatorStateStore());
    restored = context.isRestored();
    topics = new PublishedTopics(plan, context.getOperatorStateStore(), now());
    epoch = RebuildEpochs.restoreOrBegin(epochs, context.getOperatorStateStore());
  }

  SavedDefinitions definitions() {
    return definitions;
  }

  Entities entities() {
    return entities;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // What a timer throws fails the task.
  public void open() throws Exception {
    super.open();
    getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
    KeyedStateBackend<String> backend = getKeyedStateBackend();
    int keyGroups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    entities =
        new Entities(
            definitions.rollups(),
            epoch,
            new KnownEntities(
                backend,
                keyGroups,
                getRuntimeContext()
                    .getState(new ValueStateDescriptor<>(STATE, new EntityStateSerializer())),
                room.in(getContainingTask().getEnvironment())),
            new Calendar(backend, keyGroups, Calendar.MOST_IN_MEMORY),
            update -> output.collect(outgoing.replace(update)));
    outgoing = new StreamRecord<>(null);
    republishing =
        new Republishing(
            backend, getProcessingTimeService(), heldOutput, entities::emitAgain, this::toldAll);
    boolean mayLack = restored && (!store.isComplete(epoch) || topics.mayLack(now()));
    if (mayLack || definitions.areUnpublished()) {
      republishing.begin();
    } else {
      getProcessingTimeService().registerTimer(now() + 1, now -> toldAll());
    }
  }

  private void toldAll() {
    definitions.markPublished();
    definitions
        .unfilled(heldOutput.time(), getRuntimeContext().getTaskInfo())
        .forEach(each -> output.collect(UNFILLED, new StreamRecord<>(each)));
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  /** The key is set once for a bundle, not for each record. */
  @Override
  @SuppressWarnings("rawtypes") // As it is inherited.
  public void setKeyContextElement1(StreamRecord record) {}

  @Override
  public void processElement1(StreamRecord<Contribution> element) throws Exception {
    bundle.add(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<Filled> element) throws Exception {
    if (definitions.note(element.getValue())) {
      entities.continueWith(definitions.rollups());
      entities.save();
      republishing.begin();
    }
  }

  /** The end of the input is no moment of database time, so the last one must not be lost to it. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      applyBundle();
    }
    next = mark;
    if (bundle.isEmpty()) {
      applyBundle();
    }
  }

  private void pass(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      republishing.finish();
    } else {
      entities.passTo(mark.getTimestamp());
    }
    super.processWatermark(mark);
  }

  @Override
  public void close() throws Exception {
    if (republishing != null) {
      republishing.close();
    }
    super.close();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    applyBundle();
  }

  @Override
  public void finish() throws Exception {
    applyBundle();
    republishing.finish();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    entities.save();
    topics.save(now(), republishing.isOver());
    definitions.save();
  }

  private void applyBundle() throws Exception {
    bundle.apply(entities::apply);
    Watermark mark = next;
    if (mark != null) {
      next = null;
      pass(mark);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    entities.onTimer(timer.getKey(), timer.getTimestamp());
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("features move with the database's time only");
  }
}
