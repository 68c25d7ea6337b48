package io.tributary.runtime;

import io.tributary.event.ChangeEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;

/** What watermarks are made of. */
final class Clocks {

  private static final Duration IDLE_AFTER = Duration.ofSeconds(1);

  private Clocks() {}

  /** The database's commit clock; see {@link ChangeStream}. */
  static WatermarkStrategy<ChangeEvent> ofCommits() {
    return WatermarkStrategy.<ChangeEvent>forMonotonousTimestamps()
        .withTimestampAssigner(
            (event, recordTimestamp) -> Math.floorDiv(event.committedAtMicros(), 1000L))
        .withIdleness(IDLE_AFTER);
  }

  /** A stream of few, once in the job, that leaves the clock to the other input of a step. */
  static <T> DataStream<T> withoutTime(DataStream<T> few, String uid, String name) {
    return few.assignTimestampsAndWatermarks(
            WatermarkStrategy.<T>forGenerator(context -> new Timeless<>()))
        .uid(uid)
        .name(name)
        .setParallelism(1);
  }

  private static final class Timeless<T> implements WatermarkGenerator<T> {

    @Override
    public void onEvent(T event, long timestamp, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
