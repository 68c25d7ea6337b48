package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.Lsn;
import io.tributary.event.RowTransition;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger's rows where they are kept in memory. */
class PackedRowsHarnessTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  private static final long COMMIT = 1_767_225_600_000L;
  private static final long RETENTION = LedgerStep.TOMBSTONE_RETENTION.toMillis();
  private static final int MANY = 3_000;

  /** As many as the harness has key groups. */
  private static final int GROUPS = 16;

  private LedgerHarness ledger;

  @BeforeEach
  void open() throws Exception {
    ledger = new LedgerHarness(Set.of(USERS.table()), LedgerStep.Purpose.PRESENT, false);
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
  }

  @Test
  void forgetsADeletedRowNeverTooEarlyAndSoonAfter() throws Exception {
    ledger.process(USERS.insert("0/0").set("id", 1), USERS.delete("0/1").was("id", 1));
    ledger.watermark(COMMIT + RETENTION);
    assertThat(ledger.entries()).isEqualTo(1);
    ledger.watermark(COMMIT + 1 + RETENTION + PackedRows.PERIOD);
    assertThat(ledger.entries()).isZero();
  }

  @Test
  void looksAtManyDeletedRowsAtOneMoment() throws Exception {
    insert(0, MANY, "a");
    ledger.process(USERS.insert("0/99").set("id", MANY));
    for (int id = 0; id < MANY; id++) {
      ledger.process(USERS.delete("0/200").was("id", id));
    }
    assertThat(ledger.timers()).isLessThanOrEqualTo(GROUPS);
    ledger.restart(3);
    assertThat(ledger.timers()).isLessThanOrEqualTo(GROUPS);
    ledger.watermark(COMMIT + 2 * RETENTION);
    assertThat(ledger.entries()).as("the row that lives").isEqualTo(1);
    assertThat(ledger.timers()).isZero();
  }

  /** As of a partition that is far behind, after its group's moment has passed. */
  @Test
  void forgetsARowThatIsDeletedAfterItsMoment() throws Exception {
    ledger.process(USERS.insert("0/0").set("id", 1), USERS.delete("0/1").was("id", 1));
    ledger.watermark(COMMIT + 2 * RETENTION);
    assertThat(ledger.entries()).isZero();
    ledger.process(USERS.insert("0/0").set("id", 1), USERS.delete("0/1").was("id", 1));
    assertThat(ledger.entries()).isEqualTo(1);
    ledger.watermark(COMMIT + 2 * RETENTION + 1);
    assertThat(ledger.entries()).isZero();
  }

  /** A row that came back since, or was deleted again, is not what the moment was for. */
  @Test
  void judgesEachRowByItself() throws Exception {
    for (int id = 0; id < MANY; id++) {
      ledger.process(USERS.insert("0/0").set("id", id), USERS.delete("0/1").was("id", id));
      if (id % 2 == 0) {
        ledger.process(USERS.insert("0/2").set("id", id));
      }
    }
    ledger.watermark(COMMIT + 2 * RETENTION);
    assertThat(ledger.entries()).isEqualTo(MANY / 2);
  }

  /** The checkpoint is written after the rows have changed that it is of. */
  @Test
  void savesRowsAsTheyWereWhenACheckpointBegan() throws Exception {
    insert(0, MANY, "a");
    OperatorSnapshotFutures checkpoint = ledger.begin(CheckpointType.CHECKPOINT);
    for (int id = 0; id < MANY; id++) {
      if (id % 3 == 0) {
        ledger.process(USERS.delete("0/200").was("id", id));
      } else {
        ledger.process(USERS.update("0/200").set("id", id).set("email", "changed".repeat(9)));
      }
    }
    insert(MANY, 2 * MANY, "new");
    ledger.restart(2, List.of(saved(checkpoint)));
    assertThat(ledger.entries()).isEqualTo(MANY);
    for (int id = 0; id < MANY; id++) {
      ledger.process(USERS.update("0/300").set("id", id).set("email", "b"));
    }
    assertThat(ledger.transitions())
        .hasSize(MANY)
        .allSatisfy(PackedRowsHarnessTest::changesWhatWasSaved);
  }

  private static OperatorSubtaskState saved(OperatorSnapshotFutures snapshot) throws Exception {
    return new OperatorSnapshotFinalizer(snapshot).getJobManagerOwnedState();
  }

  private static void changesWhatWasSaved(RowTransition transition) {
    assertThat(Objects.requireNonNull(transition.before()).value(1)).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesTheRowsOfAnotherStateBackend(boolean onDisk) throws Exception {
    try (LedgerHarness moved =
        new LedgerHarness(Set.of(USERS.table()), LedgerStep.Purpose.PRESENT, onDisk)) {
      moved.process(USERS.insert("0/100").set("id", 1));
      OperatorSubtaskState savepoint =
          saved(moved.begin(SavepointType.savepoint(SavepointFormatType.CANONICAL)));
      moved.changeBackend();
      assertThatThrownBy(() -> moved.restart(1, List.of(savepoint)))
          .hasStackTraceContaining("start with the backend that the state is of");
    }
  }

  private void insert(int from, int to, String email) throws Exception {
    for (int id = from; id < to; id++) {
      ledger.process(USERS.insert(new Lsn(0x10).toString()).set("id", id).set("email", email));
    }
  }
}
