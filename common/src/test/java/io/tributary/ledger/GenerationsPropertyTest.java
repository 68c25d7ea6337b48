package io.tributary.ledger;

import io.tributary.event.TableId;
import io.tributary.testing.RandomTable;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is counted changes at random while a random history is delivered, rows are filled at random,
 * and the consumer crashes at random. Histories come from a seed, which a failure names and {@code
 * -Dtributary.seed} sets.
 */
class GenerationsPropertyTest {

  private static final int HISTORIES = 200;
  private static final int STEPS = 60;
  private static final TableId ROWS = RandomTable.ROWS.table();
  private static final List<Counted> ALL =
      List.of(
          new Counted(ROWS, "ids", 1, Set.of("id")),
          new Counted(ROWS, "values", 1, Set.of("v")),
          new Counted(ROWS, "values", 2, Set.of("v")),
          new Counted(ROWS, "values of ids", 1, Set.of("id", "v")),
          new Counted(ROWS, "texts", 1, Set.of("bio")),
          new Counted(ROWS, "texts", 2, Set.of("bio")),
          new Counted(ROWS, "all", 1, Set.of("id", "v", "bio")));

  @Test
  void countsEveryRowOnceWhateverIsAddedAndRemoved() {
    Long given = Long.getLong("tributary.seed");
    long first = given == null ? System.nanoTime() : given;
    for (long seed = first; seed < first + (given == null ? HISTORIES : 1); seed++) {
      new CountingConsumer(seed, ALL).check(STEPS);
    }
  }
}
