package io.tributary.runtime;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Watches the heartbeat's changes for snapshots of the whole database, and says when one is over
 * for every partition: by a READ of the heartbeat, at the snapshot's position.
 *
 * <p>A snapshot that reads the heartbeat's row reads all tables; one that is asked for one table
 * does not. It is over for the connector with the first change of the heartbeat that is streamed
 * after. Then each partition has to be read past that moment: watermarks are the least of the
 * partitions' own record times, those without records excluded, so a watermark that is {@link
 * #SLACK} past it says so. A partition that could not be read for longer than a partition is waited
 * for is the exception; its rows come back when they arrive.
 *
 * <p>Passes on a streamed change of the heartbeat about once an hour, as a clock.
 */
final class SnapshotRuns extends KeyedProcessFunction<String, ChangeEvent, ChangeEvent> {

  private static final long serialVersionUID = 1L;

  /** Permanent, as what is waited for is kept under it. */
  static final String UID = "snapshot-runs";

  /** For clocks that differ, and for records on their way between two operators. */
  static final Duration SLACK = Duration.ofSeconds(5);

  private static final long TICK_MICROS = Duration.ofHours(1).toMillis() * 1000;
  private static final long NOT_OVER = Long.MIN_VALUE;

  private transient ValueState<SourcePosition> run;
  private transient ValueState<Long> overAt;
  private transient ValueState<Long> ticked;

  @Override
  public void open(OpenContext context) {
    run = state(new ValueStateDescriptor<>("run", new SourcePositionSerializer()));
    overAt = state(new ValueStateDescriptor<>("over-at", Types.LONG));
    ticked = state(new ValueStateDescriptor<>("ticked", Types.LONG));
  }

  private <T> ValueState<T> state(ValueStateDescriptor<T> descriptor) {
    return getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(ChangeEvent beat, Context context, Collector<ChangeEvent> out)
      throws Exception {
    if (beat.op() == Op.READ && beat.snapshot() == SnapshotKind.INITIAL) {
      run.update(beat.position());
      overAt.update(NOT_OVER);
    } else if (beat.snapshot() == SnapshotKind.NONE) {
      tick(beat, out);
      SourcePosition snapshot = run.value();
      if (snapshot != null && beat.position().compareTo(snapshot) > 0) {
        await(snapshot, beat, context, out);
      }
    }
  }

  private void tick(ChangeEvent beat, Collector<ChangeEvent> out) throws Exception {
    Long last = ticked.value();
    if (last == null || beat.committedAtMicros() - last >= TICK_MICROS) {
      ticked.update(beat.committedAtMicros());
      out.collect(beat);
    }
  }

  private void await(
      SourcePosition snapshot, ChangeEvent beat, Context context, Collector<ChangeEvent> out)
      throws Exception {
    Long over = overAt.value();
    Long recordedAt = context.timestamp();
    if (over != null && over != NOT_OVER) {
      if (context.timerService().currentWatermark() > over) {
        run.clear();
        overAt.clear();
        out.collect(complete(snapshot, beat));
      }
    } else if (recordedAt != null) {
      overAt.update(recordedAt + SLACK.toMillis());
    }
  }

  /**
   * The event that says so. It stands before every row of the snapshot, and before those that an
   * incremental snapshot reads after it, which have no LSN.
   *
   * @param beat the heartbeat's change with which that is known
   */
  static ChangeEvent complete(SourcePosition snapshot, ChangeEvent beat) {
    return new ChangeEvent(
        beat.table(),
        Op.READ,
        beat.key(),
        null,
        beat.after(),
        null,
        new SourcePosition(snapshot.epoch(), snapshot.commitPosition(), false, 0, 0, Op.READ),
        null,
        SnapshotKind.INITIAL,
        beat.committedAtMicros(),
        beat.origin());
  }
}
