package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.testing.Rows;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerStepHarnessTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  private static final long COMMIT = 1_767_225_600_000L;
  private static final long RETENTION = LedgerStep.TOMBSTONE_RETENTION.toMillis();

  private LedgerHarness ledger;

  @BeforeEach
  void open() throws Exception {
    ledger = new LedgerHarness(Set.of(USERS.table()), LedgerStep.Purpose.PRESENT, true);
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
  }

  @Test
  void knowsARowAfterARestore() throws Exception {
    ledger.process(USERS.insert("0/100").set("id", 1).set("email", "a"));
    ledger.restart(1);
    ledger.process(USERS.update("0/200").set("id", 1).set("email", "b"));
    assertThat(ledger.transitions())
        .last()
        .extracting(RowTransition::before)
        .isEqualTo(USERS.image(1, "a"));
  }

  @Test
  void dropsAReplayAfterARestore() throws Exception {
    ledger.process(USERS.insert("0/100").set("id", 1).set("email", "a"));
    ledger.restart(1);
    ledger.process(USERS.insert("0/100").set("id", 1).set("email", "a"));
    assertThat(ledger.transitions()).isEmpty();
  }

  /** A row of a schema that only the subtask knew which had the row before. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsTheSchemasOfAllRowsAfterEveryRestart(boolean onDisk) throws Exception {
    try (LedgerHarness rescaled =
        new LedgerHarness(Set.of(USERS.table()), LedgerStep.Purpose.PRESENT, onDisk)) {
      for (int id = 0; id < 40; id++) {
        rescaled.process(USERS.insert("0/100").set("id", id).set("email", "a" + id));
      }
      rescaled.restart(3);
      Rows wider = Rows.of("public.users").column("id", BIGINT).column("age", BIGINT).key("id");
      for (int id = 40; id < 80; id++) {
        rescaled.process(wider.insert("0/100").set("id", id).set("age", id));
      }
      for (int parallelism : new int[] {2, 4, 1}) {
        rescaled.restart(parallelism);
      }
      for (int id = 0; id < 80; id++) {
        Rows rows = id < 40 ? USERS : wider;
        rescaled.process(rows.delete("0/200").was("id", id));
      }
      assertThat(rescaled.transitions()).hasSize(80).allSatisfy(LedgerStepHarnessTest::isComplete);
    }
  }

  private static void isComplete(RowTransition deleted) {
    assertThat(deleted.before()).isNotNull().matches(RowImage::isComplete);
  }

  @Test
  void keepsTheEntryOfALiveRowForGood() throws Exception {
    ledger.process(USERS.insert("0/0").set("id", 1));
    ledger.watermark(COMMIT + 100 * RETENTION);
    assertThat(ledger.entries()).isEqualTo(1);
  }

  @Test
  void forgetsADeletedRowWhenTheDatabasesClockHasMovedFarEnough() throws Exception {
    ledger.process(USERS.insert("0/0").set("id", 1), USERS.delete("0/1").was("id", 1));
    ledger.watermark(COMMIT + RETENTION);
    assertThat(ledger.entries()).isEqualTo(1);
    ledger.watermark(COMMIT + 1 + RETENTION);
    assertThat(ledger.entries()).isZero();
  }

  @Test
  void setsTheClockOfATombstoneThroughARestore() throws Exception {
    ledger.process(USERS.insert("0/0").set("id", 1), USERS.delete("0/1").was("id", 1));
    ledger.restart(1);
    ledger.watermark(COMMIT + 1 + RETENTION);
    assertThat(ledger.entries()).isZero();
  }

  /** As when a job is stopped and drained, and started again from its savepoint. */
  @Test
  void doesNotBringADeletedRowBackAfterItsInputEnded() throws Exception {
    ledger.process(USERS.insert("0/0").set("id", 1), USERS.delete("0/1").was("id", 1));
    ledger.watermark(Long.MAX_VALUE);
    ledger.restart(1);
    ledger.process(USERS.insert("0/0").set("id", 1));
    assertThat(ledger.transitions()).isEmpty();
    ledger.watermark(COMMIT + 1 + RETENTION);
    assertThat(ledger.entries()).isZero();
  }

  @Test
  void doesNotForgetARowThatCameBackBeforeItsTombstoneExpired() throws Exception {
    ledger.process(
        USERS.insert("0/0").set("id", 1),
        USERS.delete("0/1").was("id", 1),
        USERS.insert("0/2").set("id", 1));
    ledger.watermark(COMMIT + 1 + RETENTION);
    assertThat(ledger.entries()).isEqualTo(1);
  }

  @Test
  void keepsTheYoungerTombstoneOfARowThatWasDeletedTwice() throws Exception {
    ledger.process(
        USERS.insert("0/0").set("id", 1),
        USERS.delete("0/1").was("id", 1),
        USERS.insert("0/2").set("id", 1),
        USERS.delete("0/5").was("id", 1));
    ledger.watermark(COMMIT + 1 + RETENTION);
    assertThat(ledger.entries()).isEqualTo(1);
    ledger.watermark(COMMIT + 5 + RETENTION);
    assertThat(ledger.entries()).isZero();
  }
}
