package io.tributary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowTransition;
import io.tributary.testing.Rows;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerRenameTest {

  private static final ColumnType BIGINT = ColumnType.of(Kind.BIGINT);
  private static final ColumnType TEXT = ColumnType.of(Kind.TEXT);

  private static final Rows BEFORE =
      Rows.of("public.users")
          .column("id", BIGINT, 1)
          .column("score", ColumnType.of(Kind.INTEGER), 2)
          .column("email", TEXT, 3)
          .key("id");

  /** The e-mail address has another name, and the score another type. */
  private static final Rows AFTER =
      Rows.of("public.users")
          .column("id", BIGINT, 1)
          .column("score", BIGINT, 2)
          .column("mail", TEXT, 3)
          .key("id");

  /** The score can no longer be converted exactly. */
  private static final Rows RETYPED =
      Rows.of("public.users")
          .column("id", BIGINT, 1)
          .column("score", TEXT, 2)
          .column("mail", TEXT, 3)
          .key("id");

  private @Nullable LedgerEntry entry;

  @Test
  void findsOldValuesUnderNewNamesAndTypes() {
    apply(
        new Ledger(Map.of()),
        BEFORE.insert("0/100").set("id", 1).set("score", 7).set("email", "a").event());
    RowTransition update =
        apply(
            new Ledger(Map.of()),
            AFTER.update("0/200").set("id", 1).set("score", 8).unavailable("mail").event());
    assertThat(update.before()).isEqualTo(AFTER.image(1, 7, "a"));
    assertThat(update.after()).isEqualTo(AFTER.image(1, 8, "a"));
  }

  @Test
  void findsThemForAJobThatAsksForTheNewName() {
    apply(
        new Ledger(Map.of(BEFORE.table(), Set.of("email"))),
        BEFORE.insert("0/100").set("id", 1).set("score", 7).set("email", "a").event());
    RowTransition delete =
        apply(
            new Ledger(Map.of(BEFORE.table(), Set.of("mail"))),
            AFTER.delete("0/200").was("id", 1).event());
    assertThat(Objects.requireNonNull(delete.before()).value("mail")).isEqualTo("a");
  }

  /** What a sum has counted it can only take back as it has counted it. */
  @Test
  void givesASumTheOldImageAsItWasCounted() {
    Ledger sums = new Ledger(Map.of(), true, Generations.NONE);
    apply(sums, BEFORE.insert("0/100").set("id", 1).set("score", 7).set("email", "a").event());
    RowTransition update =
        apply(
            sums,
            RETYPED.update("0/200").set("id", 1).set("score", "7").unavailable("mail").event());
    assertThat(update.before()).isEqualTo(BEFORE.image(1, 7, "a"));
    assertThat(update.after()).isEqualTo(RETYPED.image(1, "7", "a"));

    RowTransition back =
        apply(sums, AFTER.read("0/300").set("id", 1).set("score", 7).set("mail", "a").event());
    assertThat(back.before()).isEqualTo(RETYPED.image(1, "7", "a"));
  }

  @Test
  void givesASumAnotherImageForASnapshotsRowOfTheSameValues() {
    Ledger sums = new Ledger(Map.of(), true, Generations.NONE);
    apply(sums, BEFORE.insert("0/100").set("id", 1).set("score", 7).set("email", "a").event());
    RowTransition read =
        apply(sums, AFTER.read("0/200").set("id", 1).set("score", 7).set("mail", "a").event());
    assertThat(read.before()).isEqualTo(BEFORE.image(1, 7, "a"));
    assertThat(read.after()).isEqualTo(AFTER.image(1, 7, "a"));
  }

  private RowTransition apply(Ledger ledger, ChangeEvent event) {
    LedgerOutcome outcome = ledger.apply(entry, event);
    entry = outcome.entry();
    assertThat(outcome).isInstanceOf(LedgerOutcome.Moved.class);
    return ((LedgerOutcome.Moved) outcome).transition();
  }
}
