package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.event.Op;
import io.tributary.event.RowKey;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.Counted;
import io.tributary.runtime.decoding.Replays;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How rows get into what was defined after they were counted. */
class LedgerFillHarnessTest {

  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("city", TEXT)
          .key("id");
  private static final Counted EMAILS =
      new Counted(USERS.table(), "emails", 1, Set.of("id", "email"));
  private static final Counted LONGER = new Counted(USERS.table(), "emails", 2, Set.of("email"));
  private static final Counted CITIES =
      new Counted(USERS.table(), "cities", 1, Set.of("id", "city"));
  private static final int MANY = 3 * KeyWalk.BITE;

  private static LedgerHarness harness(boolean onDisk) throws Exception {
    LedgerHarness ledger =
        new LedgerHarness(Set.of(USERS.table()), LedgerStep.Purpose.DIFFERENCES, onDisk);
    ledger.count(EMAILS);
    ledger.restart(1);
    return ledger;
  }

  private static RowChange insert(int id) {
    return USERS.insert("0/100").set("id", id).set("email", "e" + id).set("city", "c" + id);
  }

  private static void insert(LedgerHarness ledger, int rows) throws Exception {
    for (int id = 0; id < rows; id++) {
      ledger.process(insert(id));
    }
    ledger.takeTransitions();
  }

  /** Each row once, whether its turn came before a crash, after it, or with a change. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fillsEachRowOnceThroughChangesAndRestarts(boolean onDisk) throws Exception {
    try (LedgerHarness ledger = harness(onDisk)) {
      insert(ledger, MANY);
      ledger.count(EMAILS, LONGER);
      ledger.restart(2);
      List<RowTransition> made = new ArrayList<>();
      ledger.process(USERS.update("0/200").set("id", 1).set("email", "new").set("city", "c"));
      ledger.process(USERS.delete("0/200").was("id", 2));
      ledger.walk();
      assertThat(ledger.filledAfterCheckpoint()).isEmpty();
      made.addAll(ledger.takeTransitions());
      assertThat(made).hasSizeLessThan(MANY);
      ledger.restart(3);
      for (int i = 0; i < 5; i++) {
        ledger.walk();
      }
      made.addAll(ledger.takeTransitions());

      Map<RowKey, Integer> fills = new HashMap<>();
      for (RowTransition each : made) {
        if (each.generationBefore() == 0 && each.before() != null) {
          assertThat(each.before()).isEqualTo(each.after());
          assertThat(each.generationAfter()).isEqualTo(1);
          fills.merge(Objects.requireNonNull(each.key()), 1, Integer::sum);
        }
      }
      assertThat(fills).hasSize(MANY).allSatisfy((key, times) -> assertThat(times).isEqualTo(1));
      assertThat(made).hasSize(MANY + 2);
      assertThat(ledger.filledAfterCheckpoint())
          .containsExactlyInAnyOrder(filled(1, 0, 3), filled(1, 1, 3), filled(1, 2, 3));
    }
  }

  @Test
  void saysAtOnceAfterARestoreWhatIsKnownToBeFilled() throws Exception {
    try (LedgerHarness ledger = harness(true)) {
      insert(ledger, 10);
      ledger.count(EMAILS, LONGER);
      ledger.restart(2);
      ledger.walk();
      ledger.filledAfterCheckpoint();
      ledger.restart(1);
      ledger.walk();
      assertThat(ledger.filledAfterCheckpoint()).containsOnly(filled(1, 0, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void waitsForRowsToTellAColumnThatWasNotKept(boolean onDisk) throws Exception {
    try (LedgerHarness ledger = harness(onDisk)) {
      insert(ledger, 5);
      ledger.count(EMAILS, LONGER, CITIES);
      ledger.restart(1);
      ledger.walk();
      assertThat(ledger.takeTransitions()).hasSize(5).allMatch(each -> each.generationAfter() == 1);
      assertThat(ledger.filledAfterCheckpoint()).containsExactly(filled(1, 0, 1));

      ledger.process(USERS.read("0/100").incremental().set("id", 0).set("email", "e0"));
      ledger.process(USERS.update("0/300").set("id", 1).set("email", "e1").set("city", "x"));
      ledger.process(USERS.delete("0/300").was("id", 2));
      ledger.process(USERS.update("0/300").set("id", 3).set("email", "u").unavailable("city"));
      assertThat(ledger.takeTransitions())
          .extracting(RowTransition::op, RowTransition::generationAfter)
          .containsExactly(
              tuple(Op.READ, 2), tuple(Op.UPDATE, 2), tuple(Op.DELETE, 0), tuple(Op.UPDATE, 1));
      ledger.walk();
      assertThat(ledger.filledAfterCheckpoint()).isEmpty();
      ledger.process(USERS.read("0/400").incremental().set("id", 3).set("email", "u"));
      ledger.process(USERS.read("0/400").incremental().set("id", 4).set("email", "e4"));
      assertThat(ledger.takeTransitions())
          .hasSize(2)
          .allMatch(each -> each.generationBefore() == 1);
      ledger.walk();
      ledger.walk();
      assertThat(ledger.filledAfterCheckpoint()).containsExactly(filled(2, 0, 1));
    }
  }

  /** A row of a snapshot that became a dead letter comes late, as {@code dlq replay} sends it. */
  @Test
  void fillsRowsOfASnapshotThatAreReplayed() throws Exception {
    try (LedgerHarness ledger = harness(true)) {
      insert(ledger, 3);
      ledger.count(EMAILS, LONGER, CITIES);
      ledger.restart(1);
      ledger.walk();
      ledger.takeTransitions();
      ledger.process(USERS.read("0/200").incremental().set("id", 0).set("email", "e0"));
      ledger.process(USERS.update("0/300").set("id", 2).set("email", "u").set("city", "new"));
      ledger.takeTransitions();
      for (int id = 1; id < 3; id++) {
        RowChange late =
            USERS.read("0/200").incremental().set("id", id).set("email", "e").set("city", "late");
        ledger.process(Replays.inOrder(late.event()));
      }
      assertThat(ledger.takeTransitions())
          .extracting(
              RowTransition::op, RowTransition::generationBefore, RowTransition::generationAfter)
          .containsExactly(tuple(Op.CREATE, 1, 2));
      ledger.walk();
      ledger.walk();
      assertThat(ledger.filledAfterCheckpoint()).containsExactly(filled(2, 0, 1));
    }
  }

  @Test
  void waitsForNoColumnWhereWhatIsPartialIsAccepted() throws Exception {
    try (LedgerHarness ledger = harness(true)) {
      insert(ledger, 3);
      ledger.count(EMAILS, LONGER, CITIES);
      ledger.restart(1);
      ledger.walk();
      ledger.process(USERS.update("0/200").set("id", 1).set("email", "u").unavailable("city"));
      assertThat(ledger.takeTransitions()).hasSize(4).allMatch(each -> each.generationAfter() == 1);
      assertThat(ledger.filledAfterCheckpoint()).containsExactly(filled(1, 0, 1));

      ledger.acceptPartial();
      ledger.restart(1);
      ledger.walk();
      assertThat(ledger.takeTransitions())
          .hasSize(3)
          .allMatch(each -> each.generationBefore() == 1 && each.generationAfter() == 2);
      assertThat(ledger.filledAfterCheckpoint()).endsWith(filled(2, 0, 1));
      ledger.process(USERS.update("0/300").set("id", 1).set("email", "v").unavailable("city"));
      ledger.process(USERS.read("0/300").incremental().set("id", 2).set("city", "c"));
      assertThat(ledger.takeTransitions())
          .hasSize(2)
          .allMatch(each -> each.generationBefore() == 2 && each.generationAfter() == 2);
    }
  }

  @Test
  void doesNotWaitForRowsThatATruncateEnded() throws Exception {
    try (LedgerHarness ledger = harness(true)) {
      insert(ledger, 5);
      ledger.count(EMAILS, LONGER, CITIES);
      ledger.restart(1);
      ledger.process(USERS.truncate("0/200"));
      assertThat(ledger.takeTransitions()).hasSize(10);
      ledger.walk();
      assertThat(ledger.filledAfterCheckpoint()).containsExactly(filled(2, 0, 1));
    }
  }

  @Test
  void refusesWhatIsNewForATableWithoutKey() throws Exception {
    Rows pairs = Rows.of("public.pairs").column("a", BIGINT).column("b", BIGINT);
    try (LedgerHarness ledger =
        new LedgerHarness(Set.of(pairs.table()), LedgerStep.Purpose.DIFFERENCES, true)) {
      ledger.count(new Counted(pairs.table(), "a", 1, Set.of("a")));
      ledger.restart(1);
      ledger.process(pairs.insert("0/100").set("a", 1).set("b", 2));
      ledger.count(
          new Counted(pairs.table(), "a", 1, Set.of("a")),
          new Counted(pairs.table(), "b", 1, Set.of("a")));
      ledger.restart(1);
      assertThatThrownBy(ledger::walk)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasStackTraceContaining("DefinitionsRefusedException")
          .hasStackTraceContaining("has no primary key");
    }
  }

  @Test
  void judgesATableThatIsNew() throws Exception {
    Counted other = new Counted(TableId.parse("public.other"), "a", 1, Set.of("a"));
    try (LedgerHarness ledger = harness(true)) {
      ledger.judge(
          tables -> {
            throw new IllegalStateException(tables.toString());
          });
      ledger.restart(2);
      ledger.count(EMAILS, other);
      assertThatThrownBy(() -> ledger.restart(1)).hasStackTraceContaining("[public.other]");
    }
  }

  private static Filled filled(int generation, int subtask, int subtasks) {
    return new Filled("public.users", generation, subtask, subtasks);
  }
}
