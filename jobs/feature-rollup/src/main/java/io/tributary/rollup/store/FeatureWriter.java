package io.tributary.rollup.store;

import io.tributary.rollup.plan.RollupPlan;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Writes updates to their store, the latest of each entity and many in one go: when they have
 * waited for what gathering changes leaves of their rollup's {@code emit-every}, when there are
 * many, and before each checkpoint's barrier, so that what a completed checkpoint does not replay
 * is in the store.
 *
 * <p>An operator rather than a sink, because it holds back watermarks: one passes when all updates
 * before it are written. Updates that are written go on to {@link #WRITTEN}, if their rollup has a
 * topic.
 */
public final class FeatureWriter extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<FeatureUpdate, Void> {

  public static final String UID = "feature-writer";

  /** What is in the store by now, or was already. */
  public static final OutputTag<FeatureUpdate> WRITTEN =
      new OutputTag<>("written", TypeInformation.of(FeatureUpdate.class));

  private static final long serialVersionUID = 1L;

  private final FeatureStore store;
  private final Map<String, Duration> emitEvery;

  /** How long changes have been gathered when they come. */
  private final long gatheredMillis;

  private final Set<String> withTopic;
  private transient FeatureStore.Session session;
  private transient Counter updates;
  private transient Counter beyondCap;
  private transient Counter written;
  private transient Counter unchanged;
  private transient Counter refused;
  private transient Map<String, UpdateBuffer> buffers;
  private transient long watermark;
  private transient long forwarded;

  @SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
  public FeatureWriter(FeatureStore store, RollupPlan plan) {
    this.store = store;
    this.emitEvery = plan.emitEvery();
    this.gatheredMillis = plan.gatherMillis();
    this.withTopic = Set.copyOf(plan.topics().keySet());
    this.chainingStrategy = ChainingStrategy.ALWAYS;
  }

  @Override
  public void open() {
    session = store.open(Attempt.of(getContainingTask().getEnvironment().getExecutionId()));
    buffers = new LinkedHashMap<>();
    emitEvery.forEach(
        (rollup, every) ->
            buffers.put(rollup, new UpdateBuffer(every.toMillis() - gatheredMillis)));
    MetricGroup metrics = getMetricGroup().addGroup(PipelineMetrics.GROUP);
    updates = metrics.counter(PipelineMetrics.FEATURE_UPDATES);
    beyondCap = metrics.counter(PipelineMetrics.FEATURES_BEYOND_CAP);
    written = metrics.counter(PipelineMetrics.FEATURES_WRITTEN);
    unchanged = metrics.counter(PipelineMetrics.FEATURES_UNCHANGED);
    refused = metrics.counter(PipelineMetrics.FEATURES_REFUSED);
    watermark = Long.MIN_VALUE;
    forwarded = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<FeatureUpdate> element) {
    FeatureUpdate update = element.getValue();
    updates.inc();
    beyondCap.inc(update.valuesBeyondCap());
    UpdateBuffer buffer = buffers.get(update.rollup());
    if (buffer == null) {
      throw new IllegalStateException("no rollup is called " + update.rollup());
    }
    if (!buffer.takes(update)) {
      flush(buffer);
    }
    if (buffer.isEmpty()) {
      begin(buffer);
    }
    buffer.add(update);
    if (buffer.isFull()) {
      flush(buffer);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What a timer throws fails the task.
  private void begin(UpdateBuffer buffer) {
    long due = getProcessingTimeService().getCurrentProcessingTime() + buffer.emitEveryMillis();
    getProcessingTimeService().registerTimer(due, now -> onTimer(buffer, now));
    buffer.begin(due, watermark);
  }

  private void onTimer(UpdateBuffer buffer, long now) {
    if (buffer.isDue(now)) {
      flush(buffer);
      forwardWatermark();
    }
  }

  @Override
  public void processWatermark(Watermark mark) {
    watermark = mark.getTimestamp();
    if (watermark == Long.MAX_VALUE) {
      flushAll();
    }
    forwardWatermark();
  }

  /** An idle subtask no longer holds time back, so nothing may be left to write. */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    if (status.isIdle()) {
      flushAll();
      forwardWatermark();
    }
    super.processWatermarkStatus(status);
  }

  /** Lets those watermarks pass before which nothing waits any more. */
  private void forwardWatermark() {
    long done = watermark;
    for (UpdateBuffer buffer : buffers.values()) {
      done = Math.min(done, buffer.doneUpTo(watermark));
    }
    if (done > forwarded) {
      forwarded = done;
      output.emitWatermark(new Watermark(done));
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    flushAll();
    session.confirm();
    forwardWatermark();
  }

  @Override
  public void finish() {
    flushAll();
  }

  @Override
  public void close() throws Exception {
    if (session != null) {
      session.close();
    }
    super.close();
  }

  private void flushAll() {
    buffers.values().forEach(this::flush);
  }

  private void flush(UpdateBuffer buffer) {
    if (buffer.isEmpty()) {
      return;
    }
    FeatureStore.Written done = session.write(buffer.updates());
    written.inc(buffer.size() - done.refused());
    unchanged.inc(done.unchanged());
    refused.inc(done.refused());
    for (FeatureUpdate update : buffer.updates()) {
      if (withTopic.contains(update.rollup())
          && update.change() != FeatureUpdate.Change.FORGOTTEN) {
        output.collect(WRITTEN, new StreamRecord<>(update));
      }
    }
    buffer.clear();
  }
}
