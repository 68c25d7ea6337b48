package io.tributary.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.RowTransition;
import io.tributary.event.SourcePosition;
import io.tributary.testing.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("bio", TEXT)
          .key("id");
  private static final Rows CLICKS =
      Rows.of("public.clicks").column("page", TEXT).column("at", BIGINT);

  private final Ledger ledger = new Ledger(Map.of());
  private @Nullable LedgerEntry entry;
  private @Nullable LedgerOutcome outcome;

  @Test
  void suppliesTheOldImageThatTheWireLacks() {
    transition(USERS.insert("0/100").set("id", 1).set("email", "a").set("bio", "x").event());
    RowTransition update =
        transition(USERS.update("0/200").set("id", 1).set("email", "b").set("bio", "x").event());
    assertThat(update.before()).isEqualTo(USERS.image(1, "a", "x"));
    assertThat(update.after()).isEqualTo(USERS.image(1, "b", "x"));
    RowTransition delete = transition(USERS.delete("0/300").was("id", 1).event());
    assertThat(delete.before()).isEqualTo(USERS.image(1, "b", "x"));
    assertThat(delete.after()).isNull();
  }

  @Test
  void fillsAnUnchangedToastedValueOfAnUpdate() {
    transition(USERS.insert("0/100").set("id", 1).set("bio", "long").event());
    RowTransition update =
        transition(USERS.update("0/200").set("id", 1).set("email", "b").unavailable("bio").event());
    assertThat(update.after()).isEqualTo(USERS.image(1, "b", "long"));
  }

  @Test
  void dropsReplaysOfAnyOperation() {
    ChangeEvent insert = USERS.insert("0/100").set("id", 1).event();
    ChangeEvent update = USERS.update("0/200").set("id", 1).set("email", "b").event();
    transition(insert);
    transition(update);
    assertThat(reason(insert)).isEqualTo(LedgerOutcome.Reason.REPLAY);
    assertThat(reason(update)).isEqualTo(LedgerOutcome.Reason.REPLAY);
  }

  @Test
  void keepsADeletedRowDeletedWhenItsInsertIsReplayed() {
    ChangeEvent insert = USERS.insert("0/100").set("id", 1).event();
    transition(insert);
    transition(USERS.delete("0/200").was("id", 1).event());
    assertThat(entry).isNotNull().matches(LedgerEntry::isTombstone);
    assertThat(reason(insert)).isEqualTo(LedgerOutcome.Reason.REPLAY);
  }

  @Test
  void ordersByCommitAndNotByLsn() {
    transition(USERS.insert("0/300").after("0/100").set("id", 1).event());
    RowTransition later =
        transition(USERS.update("0/200").after("0/400").set("id", 1).set("email", "b").event());
    assertThat(later.after()).isEqualTo(USERS.image(1, "b", null));
  }

  @Test
  void makesNoTransitionOfASnapshotRowThatIsKnown() {
    transition(USERS.insert("0/200").set("id", 1).set("email", "a").event());
    assertThat(reason(USERS.read("0/100").set("id", 1).set("email", "a").event()))
        .isEqualTo(LedgerOutcome.Reason.UNCHANGED_SNAPSHOT_ROW);
  }

  @Test
  void letsASnapshotRowStandForTheChangesItHides() {
    transition(USERS.insert("0/300").set("id", 1).set("email", "a").event());
    RowTransition read = transition(USERS.read("0/100").set("id", 1).set("email", "b").event());
    assertThat(read.op()).isEqualTo(Op.READ);
    assertThat(read.before()).isEqualTo(USERS.image(1, "a", null));
    assertThat(read.after()).isEqualTo(USERS.image(1, "b", null));
    RowTransition afterANewLineage =
        transition(USERS.update("0/200").set("id", 1).set("email", "c").event());
    assertThat(afterANewLineage.before()).isEqualTo(USERS.image(1, "b", null));
  }

  @Test
  void takesAStreamedChangeAfterASnapshotRowOfTheSamePosition() {
    transition(USERS.read("0/100").set("id", 1).set("email", "a").event());
    RowTransition insert = transition(USERS.insert("0/100").set("id", 1).set("email", "b").event());
    assertThat(insert.before()).isEqualTo(USERS.image(1, "a", null));
  }

  @Test
  void knowsOnlyTheKeyOfARowThatItNeverSaw() {
    RowTransition update =
        transition(USERS.update("0/100").set("id", 1).set("email", "b").unavailable("bio").event());
    assertThat(known(update.before())).containsExactly("id");
    assertThat(known(update.after())).containsExactly("id", "email");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            LedgerOutcome.Moved.class, moved -> assertThat(moved.unseen()).isTrue());
  }

  @Test
  void knowsWhatTheWireToldOfARowThatItNeverSaw() {
    RowTransition delete = transition(USERS.delete("0/100").was("id", 1).was("email", "a").event());
    assertThat(known(delete.before())).containsExactly("id", "email");
  }

  @Test
  void takesBackForASumWhatItToldAndNothingElse() {
    Ledger sums = new Ledger(Map.of(), true, Generations.NONE);
    ChangeEvent unseen = USERS.delete("0/100").was("id", 1).was("email", "a").event();
    assertThat(moved(sums.apply(null, unseen)).before()).isNull();
    LedgerOutcome incomplete =
        sums.apply(null, USERS.insert("0/200").set("id", 1).unavailable("bio").event());
    ChangeEvent update =
        USERS.update("0/300").was("id", 1).was("bio", "told").set("id", 1).set("bio", "x").event();
    RowTransition now = moved(sums.apply(incomplete.entry(), update));
    assertThat(now.before()).isEqualTo(moved(incomplete).after());
    assertThat(known(now.after())).contains("bio");
  }

  @Test
  void doesNotFillTheNewHalfOfAKeyChangeFromTheRowThatHadTheKeyBefore() {
    transition(USERS.insert("0/100").set("id", 2).set("bio", "another row's").event());
    RowTransition create =
        transition(
            USERS.insert("0/200").set("id", 2).unavailable("bio").linkedTo(USERS.keyOf(1)).event());
    assertThat(known(create.after())).containsExactly("id", "email");
    assertThat(create.linkedKey()).isEqualTo(USERS.keyOf(1));
  }

  /** A row that moves between partitions of its table tells nothing of its other half. */
  @Test
  void takesAMoveBetweenPartitionsForADeleteAndAnInsertInAnyOrder() {
    ChangeEvent delete = USERS.delete("0/200").was("id", 1).event();
    ChangeEvent insert = USERS.insert("0/300").set("id", 2).set("email", "a").event();
    for (List<ChangeEvent> order : List.of(List.of(delete, insert), List.of(insert, delete))) {
      Map<String, LedgerEntry> lanes = new HashMap<>();
      ChangeEvent first = USERS.insert("0/100").set("id", 1).set("email", "a").event();
      lanes.put(first.lane(), ledger.apply(null, first).entry());
      order.forEach(
          event -> lanes.put(event.lane(), ledger.apply(lanes.get(event.lane()), event).entry()));
      lanes.values().removeIf(LedgerEntry::isTombstone);
      assertThat(lanes).containsOnlyKeys(insert.lane());
    }
  }

  @Test
  void knowsNoRowBelowTheHorizon() {
    SourcePosition horizon = USERS.truncate("0/200").event().position();
    LedgerEntry old =
        ledger.apply(null, USERS.insert("0/100").set("id", 1).set("bio", "x").event()).entry();
    LedgerOutcome insert = ledger.apply(old, USERS.insert("0/300").set("id", 1).event(), horizon);
    assertThat(insert)
        .isInstanceOfSatisfying(
            LedgerOutcome.Moved.class, moved -> assertThat(moved.transition().before()).isNull());
    assertThat(ledger.apply(old, USERS.update("0/150").set("id", 1).event(), horizon))
        .isInstanceOf(LedgerOutcome.Superseded.class);
    assertThat(ledger.apply(insert.entry(), USERS.read("0/50").set("id", 1).event(), horizon))
        .isInstanceOf(LedgerOutcome.Unmoved.class);
  }

  @Test
  void acceptsTheRowsOfOneCopyInATableWithoutKey() {
    transition(CLICKS.insert("0/100").set("page", "a").event());
    transition(CLICKS.insert("0/100").set("page", "b").event());
    assertThat(reason(CLICKS.insert("0/90").after("0/80").set("page", "c").event()))
        .isEqualTo(LedgerOutcome.Reason.REPLAY);
  }

  @Test
  void dropsAReplayInATableWithoutKeyWhereTransactionsAreNumbered() {
    transition(CLICKS.insert("0/100").order(1).set("page", "a").event());
    transition(CLICKS.insert("0/100").order(2).set("page", "b").event());
    assertThat(reason(CLICKS.insert("0/100").order(2).set("page", "b").event()))
        .isEqualTo(LedgerOutcome.Reason.REPLAY);
  }

  @Test
  void takesImagesOfATableWithoutKeyFromTheWire() {
    RowTransition update =
        transition(CLICKS.update("0/100").was("page", "a").was("at", 1).set("page", "b").event());
    assertThat(update.before()).isEqualTo(CLICKS.image("a", 1));
    assertThat(update.after()).isEqualTo(CLICKS.image("b", 1));
    RowTransition blind = transition(CLICKS.update("0/200").set("page", "c").event());
    assertThat(known(blind.before())).isEmpty();
  }

  private RowTransition transition(ChangeEvent event) {
    outcome = ledger.apply(entry, event);
    entry = outcome.entry();
    if (outcome instanceof LedgerOutcome.Moved moved) {
      return moved.transition();
    }
    throw new AssertionError("no transition: " + outcome);
  }

  private LedgerOutcome.Reason reason(ChangeEvent event) {
    outcome = ledger.apply(entry, event);
    entry = outcome.entry();
    if (outcome instanceof LedgerOutcome.Unmoved unmoved) {
      return unmoved.reason();
    }
    throw new AssertionError("a transition: " + outcome);
  }

  private static RowTransition moved(LedgerOutcome outcome) {
    return ((LedgerOutcome.Moved) outcome).transition();
  }

  private static List<String> known(@Nullable RowImage image) {
    return Objects.requireNonNull(image).schema().columns().stream()
        .map(RowSchema.Column::name)
        .filter(image::knows)
        .toList();
  }
}
