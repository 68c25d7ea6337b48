package io.tributary.rollup.entities;

import io.tributary.event.DeadLetter;
import io.tributary.event.Origin;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.Generations;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.row.Unusable;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.ledger.SavedGenerations;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns what happened to a row into what that contributes to each rollup of its table. A row that
 * cannot be judged goes to the dead letters and counts for nothing until a change makes it whole.
 */
public final class ContributionStep extends ProcessFunction<RowTransition, Contribution>
    implements CheckpointedFunction {

  public static final String UID = "contributions";

  private static final long serialVersionUID = 1L;
  private static final String STAGE = "rollup";

  private final RollupPlan plan;
  private final HashMap<TableId, List<Contributions>> byTable = new HashMap<>();
  private transient Counter made;
  private transient Map<Unusable.Code, Counter> unusable;
  private transient MetricGroup metrics;

  @SuppressWarnings("NullAway.Init") // Flink opens a function before it uses it.
  public ContributionStep(RollupPlan plan) {
    this.plan = plan;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    Generations generations =
        SavedGenerations.restore(
                context.getOperatorStateStore(), context.isRestored(), plan.counted())
            .present();
    for (Rollup rollup : plan.rollups(generations, Map.of()).values()) {
      byTable
          .computeIfAbsent(rollup.from(), table -> new ArrayList<>())
          .add(new Contributions(rollup));
    }
  }

  /** The definitions do not change while the job runs. */
  @Override
  public void snapshotState(FunctionSnapshotContext context) {}

  @Override
  public void open(OpenContext context) {
    metrics = getRuntimeContext().getMetricGroup().addGroup(PipelineMetrics.GROUP);
    made = metrics.counter(PipelineMetrics.CONTRIBUTIONS);
    unusable = new EnumMap<>(Unusable.Code.class);
  }

  @Override
  public void processElement(
      RowTransition transition, Context context, Collector<Contribution> out) {
    for (Contributions rollup : byTable.getOrDefault(transition.table(), List.of())) {
      Contributions.Effect effect =
          rollup.of(
              transition.key(),
              transition.before(),
              transition.after(),
              transition.generationBefore(),
              transition.generationAfter());
      for (Contribution contribution : effect.contributions()) {
        made.inc();
        out.collect(contribution);
      }
      if (effect.unusable() != null) {
        reject(effect.unusable(), rollup.rollup(), transition, context);
      }
    }
  }

  private void reject(Unusable why, Rollup rollup, RowTransition transition, Context context) {
    unusable.computeIfAbsent(why.code(), this::counter).inc();
    if (transition.origin().equals(Origin.NONE)) {
      return;
    }
    context.output(
        DeadLetters.TAG,
        DeadLetter.of(
            why.code().name(), STAGE, transition, "rollup " + rollup.name() + ": " + why.detail()));
  }

  private Counter counter(Unusable.Code code) {
    return metrics.addGroup("code", code.name()).counter(PipelineMetrics.UNUSABLE);
  }
}
