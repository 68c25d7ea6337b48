package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.operators.TimestampsAndWatermarksOperator;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitClockHarnessTest {

  private static final Rows USERS = Rows.of("public.users").column("id", BIGINT).key("id");
  private static final Rows HEARTBEATS =
      Rows.of(TableId.HEARTBEAT.toString()).column("id", BIGINT).key("id");

  private OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> clock;

  @BeforeEach
  void open() throws Exception {
    clock =
        new OneInputStreamOperatorTestHarness<>(
            new TimestampsAndWatermarksOperator<>(Clocks.ofCommits(), true));
    clock.getExecutionConfig().setAutoWatermarkInterval(100);
    clock.open();
  }

  @AfterEach
  void close() throws Exception {
    clock.close();
  }

  @Test
  void showsTheLatestCommitAndNeverGoesBack() throws Exception {
    process(USERS.insert("0/100").set("id", 1).committedAt("2026-03-01T12:00:00.500Z"));
    process(USERS.insert("0/100").set("id", 2).committedAt("2026-03-01T11:00:00Z"));
    clock.setProcessingTime(100);
    assertThat(watermarks()).containsExactly(until("2026-03-01T12:00:00.500Z"));
  }

  @Test
  void isMovedByHeartbeats() throws Exception {
    process(HEARTBEATS.update("0/100").set("id", 1).committedAt("2026-03-01T12:00:00Z"));
    clock.setProcessingTime(100);
    assertThat(watermarks()).containsExactly(until("2026-03-01T12:00:00Z"));
  }

  @Test
  void standsStillWhileTheConnectorDoesAndHoldsNobodyBack() throws Exception {
    process(USERS.insert("0/100").set("id", 1).committedAt("2026-03-01T12:00:00Z"));
    for (long minute = 1; minute <= 60; minute++) {
      clock.setProcessingTime(Duration.ofMinutes(minute).toMillis());
    }
    assertThat(watermarks()).containsExactly(until("2026-03-01T12:00:00Z"));
    assertThat(clock.getOutput()).contains(WatermarkStatus.IDLE);
  }

  private void process(RowChange change) throws Exception {
    clock.processElement(change.event(), Long.MIN_VALUE);
  }

  private List<Watermark> watermarks() {
    return clock.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(Watermark.class::cast)
        .toList();
  }

  /** A watermark says that its own millisecond is over, which that of the latest commit is not. */
  private static Watermark until(String commit) {
    return new Watermark(Instant.parse(commit).toEpochMilli() - 1);
  }
}
