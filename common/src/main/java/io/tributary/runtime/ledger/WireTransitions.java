package io.tributary.runtime.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.DeadLetter;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.metrics.PipelineMetrics;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Takes each event for what happened. */
public final class WireTransitions extends ProcessFunction<ChangeEvent, RowTransition> {

  private static final long serialVersionUID = 1L;

  /** A table was truncated whose rows nobody remembers. */
  static final String TRUNCATE = "TRUNCATE";

  private transient PipelineMetrics metrics;

  @Override
  public void open(OpenContext context) {
    metrics = PipelineMetrics.of(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(ChangeEvent event, Context context, Collector<RowTransition> out) {
    if (event.op() != Op.TRUNCATE) {
      out.collect(RowTransition.of(event, event.before(), event.after()));
      return;
    }
    metrics.count(PipelineMetrics.REJECTED, "code", TRUNCATE);
    context.output(
        DeadLetters.TAG,
        DeadLetter.of(
            TRUNCATE,
            "ledger",
            event,
            "the table was truncated; what was derived from its rows is still there"));
  }
}
