package io.tributary.runtime;

import io.tributary.event.ChangeEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

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

  /** Leaves the clock to the ledger's other input. */
  static WatermarkStrategy<ChangeEvent> none() {
    return WatermarkStrategy.forGenerator(context -> new Timeless());
  }

  private static final class Timeless implements WatermarkGenerator<ChangeEvent> {

    @Override
    public void onEvent(ChangeEvent event, long timestamp, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
