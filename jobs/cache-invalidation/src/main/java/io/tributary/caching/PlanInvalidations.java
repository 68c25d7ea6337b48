package io.tributary.caching;

import io.tributary.caching.logic.Gap;
import io.tributary.caching.logic.Invalidation;
import io.tributary.caching.logic.InvalidationPlan;
import io.tributary.caching.logic.InvalidationPlanner;
import io.tributary.event.DeadLetter;
import io.tributary.event.RowTransition;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns what happened to a row into the keys to evict. A key that cannot be computed sends the
 * transition to the dead letters; the others are evicted nevertheless.
 */
final class PlanInvalidations extends ProcessFunction<RowTransition, Invalidation> {

  static final String UID = "plan-invalidations";

  private static final long serialVersionUID = 1L;
  private static final String STAGE = "caching";

  private final InvalidationPlanner planner;
  private transient Counter withoutKey;
  private transient Counter gaps;

  PlanInvalidations(InvalidationPlanner planner) {
    this.planner = planner;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup(PipelineMetrics.GROUP);
    withoutKey = metrics.counter(PipelineMetrics.WITHOUT_KEY);
    gaps = metrics.counter(PipelineMetrics.KEYS_UNKNOWN);
  }

  @Override
  public void processElement(
      RowTransition transition, Context context, Collector<Invalidation> out) {
    InvalidationPlan plan = planner.plan(transition);
    for (String key : plan.keys()) {
      out.collect(new Invalidation(key, transition.committedAtMicros()));
    }
    withoutKey.inc(plan.withoutKey());
    if (!plan.gaps().isEmpty()) {
      gaps.inc(plan.gaps().size());
      context.output(DeadLetters.TAG, deadLetter(transition, plan.gaps()));
    }
  }

  private static DeadLetter deadLetter(RowTransition transition, List<Gap> gaps) {
    return DeadLetter.of(
        gaps.get(0).code().name(),
        STAGE,
        transition,
        gaps.stream().map(Gap::detail).distinct().collect(Collectors.joining("; ")));
  }
}
