package io.tributary.runtime.freshness;

import io.tributary.event.TableId;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Emits marks of freshness, and shows them as metrics. Keeps no state: a mark stays true. */
abstract class FreshnessEmitter extends AbstractStreamOperator<TableFreshness> {

  /** Permanent, however the operator finds out. */
  static final String UID = "freshness-of-tables";

  @Serial private static final long serialVersionUID = 1L;

  private transient PipelineMetrics metrics;
  private transient Map<TableId, AtomicLong> asOf;

  @SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
  FreshnessEmitter() {}

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    metrics = PipelineMetrics.of(getMetricGroup());
    asOf = new HashMap<>();
  }

  final PipelineMetrics metrics() {
    return metrics;
  }

  final void emit(TableFreshness mark) {
    asOf.computeIfAbsent(mark.table(), this::shown).set(mark.asOfMillis());
    output.collect(new StreamRecord<>(mark));
  }

  private AtomicLong shown(TableId table) {
    AtomicLong millis = new AtomicLong();
    metrics.freshness(table.toString(), millis);
    return millis;
  }
}
