package io.tributary.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowSchema;
import io.tributary.testing.Rows;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A ledger that keeps some of the columns. */
class ReducedLedgerTest {

  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("bio", TEXT)
          .key("id");

  private final Ledger narrow = new Ledger(Map.of(USERS.table(), Set.of("email")));

  @Test
  void reducesImagesToTheKeyAndTheColumnsNeeded() {
    LedgerOutcome reduced =
        narrow.apply(null, USERS.insert("0/100").set("id", 1).set("email", "a").event());
    assertThat(Objects.requireNonNull(reduced.entry().image()).schema().columns())
        .extracting(RowSchema.Column::name)
        .containsExactly("id", "email");
    assertThat(reduced.entry().key()).isEqualTo(USERS.keyOf(1));
  }

  @Test
  void countsAChangeOfAnotherColumnAsATransition() {
    LedgerEntry known =
        narrow.apply(null, USERS.insert("0/100").set("id", 1).set("bio", "x").event()).entry();
    LedgerOutcome update =
        narrow.apply(known, USERS.update("0/200").set("id", 1).set("bio", "y").event());
    assertThat(update).isInstanceOf(LedgerOutcome.Moved.class);
  }

  @Test
  void doesNotTakeASnapshotRowForUnchangedByTheColumnsThatAreKept() {
    LedgerEntry known =
        narrow.apply(null, USERS.insert("0/100").set("id", 1).set("bio", "x").event()).entry();
    LedgerOutcome read =
        narrow.apply(known, USERS.read("0/200").set("id", 1).set("bio", "y").event());
    assertThat(read).isInstanceOf(LedgerOutcome.Moved.class);
  }
}
