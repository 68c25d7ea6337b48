package io.tributary.rollup.entities;

import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.WrappingRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * An output that can be told to let no time pass for a while. An idle subtask no longer holds time
 * back, so that it is idle does not pass either.
 */
final class HeldOutput<T> implements Output<StreamRecord<T>> {

  /** What is yet to be emitted. */
  @FunctionalInterface
  interface Rest {
    void emit() throws Exception;
  }

  private final Output<StreamRecord<T>> output;
  private final Rest beforeIdle;
  private boolean holds;
  private long emitted = Long.MIN_VALUE;
  private @Nullable Watermark held;
  private @Nullable WatermarkStatus heldStatus;

  /**
   * @param beforeIdle called before the subtask becomes idle or active
   */
  HeldOutput(Output<StreamRecord<T>> output, Rest beforeIdle) {
    this.output = output;
    this.beforeIdle = beforeIdle;
  }

  void hold() {
    holds = true;
  }

  /** Lets pass what was held, and all that follows. */
  void release() {
    holds = false;
    if (held != null) {
      emitWatermark(held);
      held = null;
    }
    if (heldStatus != null) {
      output.emitWatermarkStatus(heldStatus);
      heldStatus = null;
    }
  }

  /** The time that has been let pass. */
  long time() {
    return emitted;
  }

  @Override
  public void emitWatermark(Watermark mark) {
    if (holds) {
      held = mark;
    } else {
      emitted = mark.getTimestamp();
      output.emitWatermark(mark);
    }
  }

  @Override
  public void emitWatermarkStatus(WatermarkStatus status) {
    emitRest();
    if (holds) {
      heldStatus = status;
    } else {
      output.emitWatermarkStatus(status);
    }
  }

  private void emitRest() {
    try {
      beforeIdle.emit();
    } catch (Exception e) {
      throw new WrappingRuntimeException(e);
    }
  }

  @Override
  public void collect(StreamRecord<T> element) {
    output.collect(element);
  }

  @Override
  public <X> void collect(OutputTag<X> tag, StreamRecord<X> element) {
    output.collect(tag, element);
  }

  @Override
  public void emitLatencyMarker(LatencyMarker marker) {
    output.emitLatencyMarker(marker);
  }

  @Override
  public void emitRecordAttributes(RecordAttributes attributes) {
    output.emitRecordAttributes(attributes);
  }

  @Override
  public void close() {
    output.close();
  }
}
