package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.DeadLetter;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.TableId;
import io.tributary.runtime.metrics.PipelineMetrics;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableHorizonsHarnessTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  private static final Rows ORDERS = Rows.of("public.orders").column("id", BIGINT).key("id");
  private static final Rows CLICKS = Rows.of("public.clicks").column("page", TEXT);
  private static final Rows HEARTBEATS =
      Rows.of(TableId.HEARTBEAT.toString()).column("id", BIGINT).key("id");
  private static final long COMMIT = 1_767_225_600_000L;
  private static final long RETENTION = LedgerStep.TOMBSTONE_RETENTION.toMillis();

  private LedgerHarness ledger;

  @BeforeEach
  void keepThePresent() throws Exception {
    ledger = keeping(LedgerStep.Purpose.PRESENT);
  }

  private void keepHistory() throws Exception {
    ledger.close();
    ledger = keeping(LedgerStep.Purpose.HISTORY);
  }

  private static LedgerHarness keeping(LedgerStep.Purpose purpose) throws Exception {
    return new LedgerHarness(Set.of(USERS.table(), ORDERS.table(), CLICKS.table()), purpose, true);
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
  }

  @Test
  void endsEveryKnownRowOfTheTableAndNoOther() throws Exception {
    ledger.process(user("0/1", 1), user("0/2", 2), ORDERS.insert("0/3").set("id", 1));
    ledger.takeTransitions();
    ledger.process(USERS.truncate("0/10"));
    List<RowTransition> ended = ledger.takeTransitions();
    assertThat(ended).extracting(RowTransition::op).containsExactly(Op.TRUNCATE, Op.TRUNCATE);
    assertThat(ended)
        .extracting(RowTransition::key)
        .containsExactlyInAnyOrder(USERS.keyOf(1), USERS.keyOf(2));
    assertThat(ended)
        .extracting(RowTransition::before)
        .containsExactlyInAnyOrder(USERS.image(1, "a"), USERS.image(2, "a"));
    assertThat(ended).extracting(RowTransition::after).containsOnlyNulls();
    assertThat(ledger.entries()).as("but the order's").isEqualTo(1);
    assertThat(ledger.counted(PipelineMetrics.TRUNCATES)).isEqualTo(1);
    ledger.process(USERS.truncate("0/10"));
    assertThat(ledger.counted(PipelineMetrics.TRUNCATES)).as("a repeated one").isEqualTo(1);
    assertThat(ledger.counted(PipelineMetrics.REPLAYED_TRUNCATES)).isEqualTo(1);
  }

  @Test
  void leavesARowThatWasInsertedAfterItAlone() throws Exception {
    ledger.process(user("0/20", 1));
    ledger.takeTransitions();
    ledger.process(USERS.truncate("0/10"));
    assertThat(ledger.takeTransitions()).isEmpty();
    assertThat(ledger.entries()).isEqualTo(1);
  }

  @Test
  void doesNotBringBackWhatArrivesLate() throws Exception {
    ledger.process(USERS.truncate("0/10"), user("0/1", 1), USERS.read("0/2").set("id", 2));
    assertThat(ledger.takeTransitions()).isEmpty();
    ledger.process(user("0/20", 1));
    assertThat(ledger.takeTransitions()).extracting(RowTransition::before).containsOnlyNulls();
  }

  @Test
  void ordersWithinTheTransactionThatTruncates() throws Exception {
    ledger.process(
        user("0/20", 2).after("0/5"),
        USERS.truncate("0/10").after("0/5"),
        user("0/8", 1).after("0/5"));
    assertThat(ledger.takeTransitions())
        .extracting(RowTransition::key)
        .containsExactly(USERS.keyOf(2));
  }

  @Test
  void recordsATruncateOnceAndItsLateRowsToo() throws Exception {
    keepHistory();
    ledger.restart(3);
    ledger.process(user("0/1", 1), USERS.truncate("0/10"), user("0/2", 2), user("0/2", 2));
    ledger.process(USERS.update("0/3").set("id", 1).set("email", "b"), USERS.truncate("0/10"));
    List<RowTransition> made = ledger.takeTransitions();
    assertThat(made)
        .extracting(RowTransition::op)
        .containsExactlyInAnyOrder(Op.CREATE, Op.TRUNCATE, Op.CREATE, Op.UPDATE);
    assertThat(made)
        .filteredOn(transition -> transition.op() == Op.TRUNCATE)
        .allSatisfy(truncate -> assertThat(truncate.key()).isNull())
        .allSatisfy(truncate -> assertThat(truncate.before()).isNull());
    assertThat(made)
        .filteredOn(transition -> transition.op() == Op.UPDATE)
        .extracting(RowTransition::before)
        .containsExactly(USERS.image(1, "a"));
  }

  @Test
  void recognisesARepeatedTruncateAmongManyWhateverTheirOrder() throws Exception {
    keepHistory();
    ledger.process(USERS.truncate("0/30"), USERS.truncate("0/10"), USERS.truncate("0/20"));
    ledger.restart(2);
    ledger.process(USERS.truncate("0/10"), USERS.truncate("0/30"), USERS.truncate("0/20"));
    assertThat(ledger.takeTransitions()).isEmpty();
    ledger.process(USERS.truncate("0/15"));
    assertThat(ledger.takeTransitions()).hasSize(1);
  }

  @Test
  void keepsTheHorizonThroughRestartsOfAnyParallelism() throws Exception {
    for (int id = 0; id < 40; id++) {
      ledger.process(user("0/1", id));
    }
    ledger.restart(4);
    ledger.process(USERS.truncate("0/10"));
    assertThat(ledger.takeTransitions()).hasSize(40);
    for (int parallelism : new int[] {3, 5, 1}) {
      ledger.restart(parallelism);
      for (int id = 40; id < 80; id++) {
        ledger.process(user("0/2", id));
      }
      assertThat(ledger.takeTransitions()).isEmpty();
    }
  }

  @Test
  void refusesTheTruncateOfATableWhoseRowsHaveNoKey() throws Exception {
    ledger.process(CLICKS.insert("0/1").set("page", "a"));
    ledger.restart(3);
    ledger.process(CLICKS.truncate("0/10"));
    assertThat(ledger.deadLetters())
        .extracting(DeadLetter::code)
        .containsExactly(TableHorizons.WITHOUT_KEY);
  }

  @Test
  void refusesATruncateThatHasNoPosition() throws Exception {
    keepHistory();
    ledger.process(USERS.truncate("0/0"));
    assertThat(ledger.deadLetters())
        .extracting(DeadLetter::code)
        .containsExactly(TableHorizons.WITHOUT_POSITION);
    assertThat(ledger.takeTransitions()).isEmpty();
  }

  @Test
  void deletesWhatACompleteSnapshotNoLongerShows() throws Exception {
    keepHistory();
    ledger.process(user("0/1", 1), user("0/2", 2), ORDERS.insert("0/3").set("id", 1));
    ledger.process(USERS.read("0/50").set("id", 1).set("email", "a"));
    ledger.takeTransitions();
    ledger.process(HEARTBEATS.read("0/50").set("id", 1));
    List<RowTransition> ghosts = ledger.takeTransitions();
    assertThat(ghosts)
        .extracting(RowTransition::key)
        .containsExactlyInAnyOrder(USERS.keyOf(2), ORDERS.keyOf(1));
    assertThat(ghosts).extracting(RowTransition::op).containsOnly(Op.DELETE);
    assertThat(ghosts).extracting(RowTransition::snapshot).containsOnly(SnapshotKind.INITIAL);
    assertThat(ghosts).extracting(RowTransition::after).containsOnlyNulls();
  }

  @Test
  void takesARowBackThatItsSnapshotShowsAfterAll() throws Exception {
    ledger.process(user("0/1", 1), HEARTBEATS.read("0/50").set("id", 1));
    ledger.process(USERS.read("0/50").set("id", 1).set("email", "a"));
    assertThat(ledger.takeTransitions())
        .extracting(RowTransition::op)
        .containsExactly(Op.CREATE, Op.DELETE, Op.READ);
  }

  @Test
  void neverEndsRowsByAnIncrementalSnapshot() throws Exception {
    ledger.process(user("0/1", 1), USERS.read("0/50").set("id", 2).incremental());
    assertThat(ledger.takeTransitions())
        .extracting(RowTransition::op)
        .containsExactly(Op.CREATE, Op.READ);
  }

  @Test
  void forgetsTheRowsOfAHistoryWhenTheirChangesCanNoLongerBeRepeated() throws Exception {
    keepHistory();
    ledger.process(user("0/1", 1), USERS.truncate("0/10"), user("0/2", 2), user("0/20", 3));
    ledger.process(beatAt(COMMIT + RETENTION));
    ledger.watermark(COMMIT + RETENTION);
    assertThat(ledger.entries()).isEqualTo(3);
    ledger.process(beatAt(COMMIT + RETENTION + 60_000));
    ledger.watermark(COMMIT + RETENTION + 60_000);
    assertThat(ledger.entries()).as("the live row's").isEqualTo(1);
  }

  @Test
  void countsEveryChangeOnce() throws Exception {
    ledger.process(
        user("0/1", 1), user("0/1", 1), USERS.read("0/2").set("id", 1).set("email", "a"));
    ledger.process(USERS.truncate("0/10"), user("0/3", 2), USERS.delete("0/30").was("id", 9));
    assertThat(ledger.counted(PipelineMetrics.CHANGES)).isEqualTo(5);
    assertThat(ledger.counted(PipelineMetrics.TRANSITIONS)).isEqualTo(2);
    assertThat(ledger.counted(PipelineMetrics.REPLAYS)).isEqualTo(1);
    assertThat(ledger.counted(PipelineMetrics.UNCHANGED)).isEqualTo(1);
    assertThat(ledger.counted(PipelineMetrics.SUPERSEDED)).isEqualTo(1);
    assertThat(ledger.counted(PipelineMetrics.ENDED)).isEqualTo(1);
    assertThat(ledger.counted(PipelineMetrics.UNSEEN)).isEqualTo(1);
  }

  @Test
  void countsTheKeyChangesWhoseValuesNobodyKnows() throws Exception {
    ledger.process(user("0/1", 1), USERS.delete("0/5").was("id", 1).linkedTo(USERS.keyOf(2)));
    RowChange half = USERS.insert("0/5").set("id", 2).linkedTo(USERS.keyOf(1));
    ledger.process(half.unavailable("email"), USERS.insert("0/9").set("id", 7));
    assertThat(ledger.counted(PipelineMetrics.KEY_CHANGES_INCOMPLETE)).isEqualTo(1);
  }

  private static RowChange user(String lsn, int id) {
    return USERS.insert(lsn).set("id", id).set("email", "a");
  }

  private static RowChange beatAt(long millis) {
    return HEARTBEATS
        .update("0/40")
        .set("id", 1)
        .committedAt(Objects.toString(java.time.Instant.ofEpochMilli(millis)));
  }
}
