package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Lsn;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.ledger.Counted;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger says of rows that DDL has rewritten, which no change tells. */
class RewrittenRowsHarnessTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  private static final Rows OTHERS =
      Rows.of("public.others").column("id", BIGINT).column("email", TEXT).key("id");
  private static final int MANY = 3 * Walk.BITE;

  private static LedgerHarness harness(boolean onDisk) throws Exception {
    LedgerHarness ledger =
        new LedgerHarness(
            Set.of(USERS.table(), OTHERS.table()), LedgerStep.Purpose.DIFFERENCES, onDisk);
    ledger.count(
        new Counted(USERS.table(), "emails", 1, Set.of("id", "email")),
        new Counted(OTHERS.table(), "emails", 1, Set.of("id", "email")));
    ledger.restart(2);
    return ledger;
  }

  private static RowChange insert(int id) {
    return USERS.insert("0/100").set("id", id).set("email", "e" + id);
  }

  /** As an incremental snapshot tells it after the commit at 0/300. */
  private static RowChange snapshot(int id) {
    return USERS.read("0/0").incremental().after("0/300").set("id", id).set("email", "new");
  }

  /** Has DDL rewrite all rows of a table after all that stands below this position. */
  private static void rewrite(LedgerHarness ledger, Rows table, String lsn) throws Exception {
    long at = Lsn.parse(lsn).value();
    ledger.process(
        new ChangeEvent(
            table.table(),
            Op.UPDATE,
            null,
            null,
            null,
            null,
            new SourcePosition(0, at, true, at, 0, Op.UPDATE),
            null,
            SnapshotKind.NONE,
            at * 1000,
            Origin.NONE));
  }

  private static void settle(LedgerHarness ledger) throws Exception {
    for (int i = 0; i < 10; i++) {
      ledger.walk();
    }
  }

  private static List<Boolean> told(LedgerHarness ledger) {
    return ledger.take(LedgerOperator.REWRITTEN).stream().map(Rewritten::told).toList();
  }

  private static void checkpoint(LedgerHarness ledger) throws Exception {
    ledger.filledAfterCheckpoint();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areLeftUntilASnapshotHasToldAllOfThemAndACheckpointIsComplete(boolean onDisk)
      throws Exception {
    try (LedgerHarness ledger = harness(onDisk)) {
      for (int id = 0; id < MANY; id++) {
        ledger.process(insert(id));
      }
      rewrite(ledger, USERS, "0/200");
      rewrite(ledger, OTHERS, "0/200");
      settle(ledger);
      assertThat(ledger.take(LedgerOperator.REWRITTEN))
          .hasSize(2)
          .allSatisfy(each -> assertThat(each.table()).isEqualTo("public.users"))
          .allSatisfy(each -> assertThat(each.told()).isFalse())
          .allSatisfy(each -> assertThat(each.atMillis()).isEqualTo(0x200))
          .extracting(Rewritten::subtask)
          .containsExactlyInAnyOrder(0, 1);
      for (int id = 0; id < MANY - 2; id++) {
        ledger.process(snapshot(id));
      }
      ledger.process(USERS.delete("0/310").was("id", MANY - 2));
      settle(ledger);
      checkpoint(ledger);
      assertThat(told(ledger))
          .as("one row is left, of one subtask")
          .hasSize(3)
          .doesNotContain(false);
      ledger.process(USERS.update("0/400").set("id", MANY - 1).set("email", "n"));
      settle(ledger);
      assertThat(told(ledger)).as("nothing is said before a checkpoint").isEmpty();
      checkpoint(ledger);
      assertThat(told(ledger)).containsExactly(true);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areAsManyAfterARestartAndNoneWhereAllHadSaidSo(boolean onDisk) throws Exception {
    try (LedgerHarness ledger = harness(onDisk)) {
      ledger.process(insert(1), insert(2));
      rewrite(ledger, USERS, "0/200");
      settle(ledger);
      ledger.process(snapshot(1));
      ledger.restart(3);
      settle(ledger);
      assertThat(told(ledger)).as("the history has not been read again").isEmpty();
      rewrite(ledger, USERS, "0/200");
      settle(ledger);
      assertThat(told(ledger)).containsExactly(false);
      ledger.process(snapshot(2));
      settle(ledger);
      ledger.restart(2);
      settle(ledger);
      assertThat(told(ledger))
          .as("said again, as the last word may have been lost")
          .hasSize(2)
          .doesNotContain(false);
      rewrite(ledger, USERS, "0/200");
      settle(ledger);
      assertThat(told(ledger)).as("known").isEmpty();
      rewrite(ledger, USERS, "0/500");
      settle(ledger);
      assertThat(told(ledger)).as("rewritten once more").contains(false).doesNotContain(true);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void comeBackWithARowThatArrivesLate(boolean onDisk) throws Exception {
    try (LedgerHarness ledger = harness(onDisk)) {
      rewrite(ledger, USERS, "0/200");
      settle(ledger);
      checkpoint(ledger);
      assertThat(told(ledger)).hasSize(2).doesNotContain(false);
      ledger.process(insert(1));
      ledger.process(USERS.insert("0/300").set("id", 2).set("email", "after"));
      settle(ledger);
      assertThat(told(ledger)).containsExactly(false);
      ledger.process(USERS.delete("0/400").was("id", 1));
      settle(ledger);
      checkpoint(ledger);
      assertThat(told(ledger)).containsExactly(true);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endWithATruncate(boolean onDisk) throws Exception {
    try (LedgerHarness ledger = harness(onDisk)) {
      ledger.process(insert(1), insert(2), insert(3));
      rewrite(ledger, USERS, "0/200");
      settle(ledger);
      assertThat(told(ledger)).contains(false);
      ledger.process(USERS.truncate("0/300"));
      settle(ledger);
      checkpoint(ledger);
      assertThat(told(ledger)).hasSize(2).doesNotContain(false);
    }
  }
}
