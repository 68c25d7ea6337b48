package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowTransition;
import io.tributary.testing.Rows;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
