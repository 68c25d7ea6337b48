package io.tributary.rollup;

import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.Rollup;
import io.tributary.runtime.PipelineMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the features of each entity: adds what rows contribute, and lets time move windows, with
 * one timer for the next moment at which a value changes by itself.
 *
 * <p>Every contribution is followed by an update, even one that changes no value: after a restore
 * the same contributions are applied again, but a row may have grown too old in between, and then
 * what was written before the failure must not stay.
 */
final class RollupStep extends KeyedProcessFunction<String, Contribution, FeatureUpdate>
    implements CheckpointedFunction {

  static final String UID = "rollup";

  /**
   * How long, in database time, an entity's number of contributions is remembered after its last
   * row has left: longer than a replay is expected to reach back, for during one the number keeps
   * the entity from appearing again.
   */
  static final Duration MEMORY = Duration.ofDays(7);

  private static final long serialVersionUID = 1L;
  private static final String STATE = "entity";

  private final RollupPlan plan;
  private final RebuildEpochs epochs;
  private transient ValueState<EntityState> entities;
  private transient Counter beyondCap;
  private transient long epoch;

  @SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
  RollupStep(RollupPlan plan, RebuildEpochs epochs) {
    this.plan = plan;
    this.epochs = epochs;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    SavedDefinitions.check(plan, context.isRestored(), context.getOperatorStateStore());
    epoch =
        RebuildEpochs.restoreOrBegin(epochs, context.isRestored(), context.getOperatorStateStore());
  }

  /** Epoch and definitions do not change while the job runs. */
  @Override
  public void snapshotState(FunctionSnapshotContext context) {}

  @Override
  public void open(OpenContext context) {
    entities =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>(STATE, new EntityStateSerializer()));
    beyondCap =
        getRuntimeContext()
            .getMetricGroup()
            .addGroup(PipelineMetrics.GROUP)
            .counter(PipelineMetrics.FEATURES_BEYOND_CAP);
  }

  @Override
  public void processElement(
      Contribution contribution, Context context, Collector<FeatureUpdate> out) throws Exception {
    Rollup rollup = rollup(contribution.rollup());
    EntityState saved = entities.value();
    EntityState entity = saved == null ? new EntityState() : saved;
    entity.apply(rollup, contribution, databaseTime(context, entity));
    if (entity.clock() != EntityState.UNSET) {
      out.collect(update(context, rollup, entity));
    }
    schedule(context, rollup, entity);
    entities.update(entity);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<FeatureUpdate> out)
      throws Exception {
    EntityState entity = entities.value();
    Rollup rollup = plan.rollups().get(rollupOf(context.getCurrentKey()));
    if (entity == null || rollup == null) {
      entities.clear();
      return;
    }
    entity.timerSet(EntityState.NEVER);
    long now = context.timerService().currentWatermark();
    if (now == Long.MAX_VALUE) {
      // The end of the input is no moment of database time: what is in a window stays there.
      entities.update(entity);
    } else if (isForgotten(entity, now)) {
      out.collect(update(context, rollup, entity, FeatureUpdate.Change.FORGOTTEN, Map.of()));
      entities.clear();
    } else {
      advance(context, rollup, entity, now, out);
      schedule(context, rollup, entity);
      entities.update(entity);
    }
  }

  private void advance(
      Context context, Rollup rollup, EntityState entity, long now, Collector<FeatureUpdate> out) {
    boolean first = entity.clock() == EntityState.UNSET;
    if (first || !entity.isEmpty()) {
      if (entity.advance(rollup, now) || first) {
        out.collect(update(context, rollup, entity));
      }
    }
  }

  /** The clock of an entity without rows stands still from the moment that the last one left. */
  private static boolean isForgotten(EntityState entity, long now) {
    return entity.isEmpty()
        && entity.clock() != EntityState.UNSET
        && now >= entity.clock() + MEMORY.toMillis();
  }

  /**
   * Sees to it that a timer is set no later than the next change. One that is set for earlier is
   * left alone; it finds nothing to do and sets the next.
   */
  private void schedule(Context context, Rollup rollup, EntityState entity) {
    long next = nextChange(rollup, entity);
    if (next < entity.timer()) {
      if (entity.timer() != EntityState.NEVER) {
        context.timerService().deleteEventTimeTimer(entity.timer());
      }
      context.timerService().registerEventTimeTimer(next);
      entity.timerSet(next);
    }
  }

  private static long nextChange(Rollup rollup, EntityState entity) {
    if (entity.clock() == EntityState.UNSET) {
      return EntityState.UNSET + 1;
    }
    return entity.isEmpty() ? entity.clock() + MEMORY.toMillis() : entity.nextBoundary(rollup);
  }

  /** The watermark; the entity's own clock where that is ahead, and at the end of the input. */
  private static long databaseTime(Context context, EntityState entity) {
    long watermark = context.timerService().currentWatermark();
    return watermark == Long.MAX_VALUE ? entity.clock() : Math.max(watermark, entity.clock());
  }

  private FeatureUpdate update(Context context, Rollup rollup, EntityState entity) {
    Map<String, String> values = entity.values(rollup);
    String beyond = values.get(EntityState.BEYOND_CAP);
    if (beyond != null) {
      beyondCap.inc(beyond.chars().filter(each -> each == ',').count() + 1);
    }
    FeatureUpdate.Change change =
        values.isEmpty() ? FeatureUpdate.Change.GONE : FeatureUpdate.Change.VALUES;
    return update(context, rollup, entity, change, values);
  }

  private FeatureUpdate update(
      Context context,
      Rollup rollup,
      EntityState entity,
      FeatureUpdate.Change change,
      Map<String, String> values) {
    String key = context.getCurrentKey();
    EntityKey whose = new EntityKey(key.substring(key.indexOf(':') + 1), entity.bareColumns());
    FeatureVersion version = new FeatureVersion(epoch, entity.applied(), entity.clock());
    return new FeatureUpdate(rollup.name(), whose, change, values, version);
  }

  private static String rollupOf(String key) {
    return key.substring(0, key.indexOf(':'));
  }

  private Rollup rollup(String name) {
    Rollup rollup = plan.rollups().get(name);
    if (rollup == null) {
      throw new IllegalStateException(
          "a contribution to rollup " + name + " is in flight, which the pipeline does not define");
    }
    return rollup;
  }
}
