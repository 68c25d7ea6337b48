package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowTransition;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerStepHarnessTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  private static final long COMMIT = 1_767_225_600_000L;
  private static final long RETENTION = LedgerStep.TOMBSTONE_RETENTION.toMillis();

  private KeyedOneInputStreamOperatorTestHarness<String, ChangeEvent, RowTransition> harness;

  @BeforeEach
  void open() throws Exception {
    harness = open(null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void knowsARowAfterARestore() throws Exception {
    process(USERS.insert("0/100").set("id", 1).set("email", "a"));
    restart();
    process(USERS.update("0/200").set("id", 1).set("email", "b"));
    assertThat(transitions())
        .last()
        .extracting(RowTransition::before)
        .isEqualTo(USERS.image(1, "a"));
  }

  @Test
  void dropsAReplayAfterARestore() throws Exception {
    process(USERS.insert("0/100").set("id", 1).set("email", "a"));
    restart();
    process(USERS.insert("0/100").set("id", 1).set("email", "a"));
    assertThat(transitions()).isEmpty();
  }

  @Test
  void keepsTheEntryOfALiveRowForGood() throws Exception {
    process(USERS.insert("0/0").set("id", 1));
    harness.processWatermark(COMMIT + 100 * RETENTION);
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void forgetsADeletedRowWhenTheDatabasesClockHasMovedFarEnough() throws Exception {
    process(USERS.insert("0/0").set("id", 1), USERS.delete("0/1").was("id", 1));
    harness.processWatermark(COMMIT + RETENTION);
    assertThat(entries()).isEqualTo(1);
    harness.processWatermark(COMMIT + 1 + RETENTION);
    assertThat(entries()).isZero();
  }

  @Test
  void setsTheClockOfATombstoneThroughARestore() throws Exception {
    process(USERS.insert("0/0").set("id", 1), USERS.delete("0/1").was("id", 1));
    restart();
    harness.processWatermark(COMMIT + 1 + RETENTION);
    assertThat(entries()).isZero();
  }

  @Test
  void doesNotForgetARowThatCameBackBeforeItsTombstoneExpired() throws Exception {
    process(
        USERS.insert("0/0").set("id", 1),
        USERS.delete("0/1").was("id", 1),
        USERS.insert("0/2").set("id", 1));
    harness.processWatermark(COMMIT + 1 + RETENTION);
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void keepsTheYoungerTombstoneOfARowThatWasDeletedTwice() throws Exception {
    process(
        USERS.insert("0/0").set("id", 1),
        USERS.delete("0/1").was("id", 1),
        USERS.insert("0/2").set("id", 1),
        USERS.delete("0/5").was("id", 1));
    harness.processWatermark(COMMIT + 1 + RETENTION);
    assertThat(entries()).isEqualTo(1);
    harness.processWatermark(COMMIT + 5 + RETENTION);
    assertThat(entries()).isZero();
  }

  private void process(RowChange... changes) throws Exception {
    for (RowChange change : changes) {
      ChangeEvent event = change.event();
      harness.processElement(event, event.committedAtMicros() / 1000);
    }
  }

  private List<RowTransition> transitions() {
    return harness.extractOutputValues();
  }

  private long entries() {
    KeyedStateBackend<String> backend = harness.getOperator().getKeyedStateBackend();
    try (Stream<String> lanes = backend.getKeys(LedgerStep.ENTRY, VoidNamespace.INSTANCE)) {
      return lanes.count();
    }
  }

  private void restart() throws Exception {
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = open(snapshot);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ChangeEvent, RowTransition> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, ChangeEvent, RowTransition> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new LedgerStep(Map.of())), ChangeEvent::lane, Types.STRING);
    harness.setStateBackend(new EmbeddedRocksDBStateBackend());
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }
}
