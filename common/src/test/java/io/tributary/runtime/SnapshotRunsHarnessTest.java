package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotRunsHarnessTest {

  private static final Rows HEARTBEATS =
      Rows.of(ChangeStream.HEARTBEAT.toString()).column("id", BIGINT).key("id");
  private static final RowChange READ = HEARTBEATS.read("0/300").set("id", 1);
  private static final long SLACK = SnapshotRuns.SLACK.toMillis();

  private KeyedOneInputStreamOperatorTestHarness<String, ChangeEvent, ChangeEvent> runs;

  @BeforeEach
  void open() throws Exception {
    runs = open(null);
  }

  @AfterEach
  void close() throws Exception {
    runs.close();
  }

  @Test
  void saysThatASnapshotIsOverWhenEveryPartitionIsReadPastIt() throws Exception {
    process(READ, 1_000);
    process(beat("0/400"), 2_000);
    runs.processWatermark(2_000 + SLACK);
    process(beat("0/500"), 3_000);
    assertThat(completed()).isEmpty();
    restart();
    runs.processWatermark(2_001 + SLACK);
    process(beat("0/600"), 9_000);
    assertThat(completed())
        .singleElement()
        .satisfies(
            done -> {
              assertThat(done.position()).isLessThan(READ.event().position());
              assertThat(done.position().commitPosition()).isEqualTo(0x300);
            });
  }

  @Test
  void saysSoOnce() throws Exception {
    process(READ, 1_000);
    process(beat("0/400"), 2_000);
    runs.processWatermark(100_000);
    process(beat("0/500"), 110_000);
    process(beat("0/600"), 120_000);
    assertThat(completed()).hasSize(1);
  }

  @Test
  void waitsForTheSecondOfTwoSnapshots() throws Exception {
    process(READ, 1_000);
    process(beat("0/400"), 2_000);
    process(HEARTBEATS.read("0/450").set("id", 1), 3_000);
    runs.processWatermark(100_000);
    process(beat("0/500"), 110_000);
    assertThat(completed()).isEmpty();
    runs.processWatermark(200_000);
    process(beat("0/600"), 210_000);
    assertThat(completed()).hasSize(1);
  }

  @Test
  void takesNoIncrementalSnapshotForOne() throws Exception {
    process(HEARTBEATS.read("0/300").set("id", 1).incremental(), 1_000);
    process(beat("0/400"), 2_000);
    runs.processWatermark(100_000);
    process(beat("0/500"), 110_000);
    assertThat(completed()).isEmpty();
  }

  @Test
  void passesOnAChangeAnHour() throws Exception {
    for (int minute = 0; minute < 180; minute++) {
      process(beat(Long.toHexString(Duration.ofMinutes(minute).toMillis())), 0);
    }
    assertThat(runs.extractOutputValues()).extracting(ChangeEvent::op).hasSize(3);
  }

  private static RowChange beat(String lsn) {
    return HEARTBEATS.update(lsn.contains("/") ? lsn : "0/" + lsn).set("id", 1);
  }

  private void process(RowChange change, long recordedAt) throws Exception {
    runs.processElement(change.event(), recordedAt);
  }

  private List<ChangeEvent> completed() {
    return runs.extractOutputValues().stream().filter(event -> event.op() == Op.READ).toList();
  }

  private void restart() throws Exception {
    OperatorSubtaskState snapshot = runs.snapshot(1, 1);
    runs.close();
    runs = open(snapshot);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ChangeEvent, ChangeEvent> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, ChangeEvent, ChangeEvent> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new SnapshotRuns()),
            event -> event.table().toString(),
            Types.STRING);
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }
}
