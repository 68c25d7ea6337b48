package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.ChangeEvent;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.runtime.decoding.Replays;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineageHarnessTest {

  private static final Rows USERS = Rows.of("public.users").column("id", BIGINT).key("id");

  private static final Rows HEARTBEATS =
      Rows.of(TableId.HEARTBEAT.toString()).column("id", BIGINT).key("id");

  private OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> lineage;

  @BeforeEach
  void open() throws Exception {
    lineage = open(0, null);
  }

  @AfterEach
  void close() throws Exception {
    lineage.close();
  }

  @Test
  void passesOnWhatHasItsPosition() throws Exception {
    RowChange update = USERS.update("0/200").after("0/100").set("id", 1);
    assertThat(position(update)).isEqualTo(update.event().position());
  }

  @Test
  void setsASnapshotAboveWhatWasStreamedBeforeIt() throws Exception {
    SourcePosition streamed = position(USERS.update("0/200").after("0/100").set("id", 1));
    SourcePosition read = position(USERS.read("0/300").after("0/0").set("id", 1));
    assertThat(read).isGreaterThan(streamed);
  }

  @Test
  void setsTheFirstTransactionAboveItsSnapshotThoughItBeganBefore() throws Exception {
    SourcePosition read = position(USERS.read("0/300").after("0/0").set("id", 1));
    SourcePosition begun = position(USERS.update("0/290").after("0/0").set("id", 1));
    SourcePosition last = position(USERS.update("0/310").after("0/0").set("id", 1));
    SourcePosition next = position(USERS.update("0/330").after("0/320").set("id", 1));
    assertThat(read).isLessThan(begun);
    assertThat(begun).isLessThan(last);
    assertThat(last).isLessThan(next);
  }

  @Test
  void givesAReplayItsPositionAgain() throws Exception {
    RowChange first = USERS.update("0/310").after("0/0").set("id", 1);
    position(USERS.read("0/300").after("0/0").set("id", 1));
    SourcePosition once = position(first);
    position(USERS.update("0/330").after("0/320").set("id", 1));
    restart(0);
    assertThat(position(first)).isEqualTo(once);
  }

  @Test
  void failsWhereASnapshotStandsBelowWhatWasStreamedBeforeIt() throws Exception {
    position(HEARTBEATS.update("0/900").after("0/800").set("id", 1));
    restart(0);
    assertThatThrownBy(() -> position(HEARTBEATS.read("0/300").after("0/0").set("id", 1)))
        .hasMessageContaining("source.epoch to 1");
  }

  @Test
  void takesARowOfAnOldSnapshotThatIsTriedAgain() throws Exception {
    position(USERS.read("0/300").after("0/0").set("id", 1));
    position(USERS.update("0/900").after("0/800").set("id", 1));
    position(USERS.read("0/a00").after("0/0").set("id", 1));
    ChangeEvent again = Replays.inOrder(USERS.read("0/300").after("0/0").set("id", 2).event());
    assertThat(position(again).commitPosition()).isEqualTo(0x300);
  }

  @Test
  void startsAnewWithAGreaterEpoch() throws Exception {
    SourcePosition old = position(HEARTBEATS.update("0/900").after("0/800").set("id", 1));
    restart(1);
    SourcePosition read = position(HEARTBEATS.read("0/300").after("0/0").set("id", 1));
    assertThat(read.epoch()).isEqualTo(1);
    assertThat(read).isGreaterThan(old);
  }

  @Test
  void refusesALowerEpoch() throws Exception {
    restart(2);
    position(HEARTBEATS.update("0/900").after("0/800").set("id", 1));
    assertThatThrownBy(() -> restart(1)).hasStackTraceContaining("cannot be lowered");
  }

  private SourcePosition position(RowChange change) throws Exception {
    return position(change.event());
  }

  private SourcePosition position(ChangeEvent event) throws Exception {
    lineage.processElement(event, 0);
    SourcePosition position = lineage.extractOutputValues().get(0).position();
    lineage.getOutput().clear();
    return position;
  }

  private void restart(int epoch) throws Exception {
    OperatorSubtaskState snapshot = lineage.snapshot(1, 1);
    lineage.close();
    lineage = open(epoch, snapshot);
  }

  private static OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> open(
      int epoch, @Nullable OperatorSubtaskState snapshot) throws Exception {
    OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> harness =
        new OneInputStreamOperatorTestHarness<>(new StreamMap<>(new Lineage(epoch)));
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }
}
