package io.tributary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.testing.RandomTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories come from a seed, which a failure names and {@code -Dtributary.seed} sets. */
class LedgerPropertyTest {

  private static final int HISTORIES = 400;
  private static final int STEPS = 300;

  /** A change of the database: the lane and position that every delivery of it repeats. */
  private record Change(String lane, SourcePosition position) {}

  @Test
  void derivesTheTableFromAnyHistoryAndEachChangeOnce() {
    Long given = Long.getLong("tributary.seed");
    long first = given == null ? System.nanoTime() : given;
    for (long seed = first; seed < first + (given == null ? HISTORIES : 1); seed++) {
      new Derivation(seed).check();
    }
  }

  /** What a derived store would hold, had it nothing but the ledger's transitions. */
  private static final class Derivation {

    private final Ledger ledger = new Ledger(Map.of());
    private final Map<String, LedgerEntry> entries = new HashMap<>();
    private final Map<String, RowImage> derived = new HashMap<>();
    private final Set<Change> moved = new HashSet<>();
    private final RandomHistory history;
    private final String seed;

    Derivation(long seed) {
      this.seed = "-Dtributary.seed=" + seed;
      this.history = new RandomHistory(seed, this::deliver);
    }

    void check() {
      history.run(STEPS);
      assertThat(moved)
          .as(seed)
          .containsAll(history.streamed().stream().map(Derivation::changeOf).toList());
      history.committed().forEach(this::compare);
      derived.keySet().forEach(this::exists);
    }

    private void deliver(ChangeEvent event) {
      LedgerOutcome outcome = ledger.apply(entries.get(event.lane()), event);
      entries.put(event.lane(), outcome.entry());
      if (outcome instanceof LedgerOutcome.Moved found) {
        apply(event, found);
      } else if (event.snapshot() == SnapshotKind.NONE) {
        assertThat(moved).as(seed).contains(changeOf(event));
      } else {
        assertThat(event.after()).as(seed).isEqualTo(derived.get(event.lane()));
      }
    }

    private void apply(ChangeEvent event, LedgerOutcome.Moved outcome) {
      RowTransition transition = outcome.transition();
      if (event.snapshot() == SnapshotKind.NONE) {
        assertThat(moved.add(changeOf(event))).as("%s: once", seed).isTrue();
      }
      if (!outcome.unseen()) {
        assertThat(transition.before()).as(seed).isEqualTo(derived.get(event.lane()));
      }
      if (transition.after() == null) {
        derived.remove(event.lane());
      } else {
        derived.put(event.lane(), transition.after());
      }
    }

    private void compare(int key, RandomTable.Row row) {
      @Nullable RowImage image = derived.get(lane(key));
      if (image == null) {
        assertThat(entries)
            .as("%s: row %s was never delivered", seed, key)
            .doesNotContainKey(lane(key));
        return;
      }
      RowImage whole = RandomTable.ROWS.image(key, row.v(), row.bio());
      assertThat(image.filledFrom(whole)).as(seed).isEqualTo(whole);
      assertThat(image.isComplete()).as("%s: row %s", seed, key).isEqualTo(row.told());
    }

    private void exists(String lane) {
      assertThat(history.committed().keySet()).as(seed).anyMatch(key -> lane(key).equals(lane));
    }

    private static String lane(int key) {
      return RandomTable.ROWS.table() + "/" + key;
    }

    private static Change changeOf(ChangeEvent event) {
      return new Change(event.lane(), event.position());
    }
  }
}
