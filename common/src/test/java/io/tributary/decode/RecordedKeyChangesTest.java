package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.LedgerOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger makes of key changes as Debezium 3.7 wrote them: two events at one LSN. */
class RecordedKeyChangesTest {

  @ParameterizedTest
  @CsvSource({"plain, false", "plain, true", "defaults, false", "defaults, true"})
  void leavesTheNewKeyOnlyWhicheverHalfArrivesFirst(String recording, boolean newFirst)
      throws IOException {
    for (String table : List.of("toasted", "toasted_full", "types")) {
      List<RowTransition> halves = keyChange(recording, table, newFirst);
      Map<String, RowImage> rows = new HashMap<>();
      for (RowTransition half : halves) {
        rows.put(half.key().text(), half.after());
      }
      rows.values().removeIf(Objects::isNull);
      RowTransition create = halves.get(newFirst ? 0 : 1);
      assertThat(rows).as(table).containsOnlyKeys(create.key().text());
      assertThat(halves.get(0).linkedKey()).isEqualTo(halves.get(1).key());
      assertThat(halves.get(1).linkedKey()).isEqualTo(halves.get(0).key());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "defaults"})
  void keepsToastedValuesUnderFullIdentity(String recording) throws IOException {
    for (boolean newFirst : new boolean[] {false, true}) {
      RowTransition create = keyChange(recording, "toasted_full", newFirst).get(newFirst ? 0 : 1);
      RowTransition delete = keyChange(recording, "toasted_full", newFirst).get(newFirst ? 1 : 0);
      assertThat(create.after().isComplete()).isTrue();
      for (String column : List.of("body", "numbers")) {
        if (create.after().schema().indexOf(column) >= 0) {
          assertThat(create.after().value(column)).isEqualTo(delete.before().value(column));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "defaults"})
  void saysThatToastedValuesAreUnknownOtherwise(String recording) throws IOException {
    RowTransition create = keyChange(recording, "toasted", false).get(1);
    RowTransition delete = keyChange(recording, "toasted", false).get(0);
    assertThat(delete.before().knows("body")).as("the old key's row was known").isTrue();
    assertThat(create.after().unavailableColumns()).contains("body").doesNotContain("id");
  }

  /** The transitions of a table's first key change: delete and create, or the other way round. */
  private static List<RowTransition> keyChange(String recording, String table, boolean newFirst)
      throws IOException {
    List<ChangeEvent> events = new ArrayList<>(RecordedChanges.of(recording).get(table));
    int delete = 0;
    while (events.get(delete).linkedKey() == null) {
      delete++;
    }
    if (newFirst) {
      Collections.swap(events, delete, delete + 1);
    }
    Ledger ledger = new Ledger(Map.of());
    Map<String, LedgerEntry> entries = new HashMap<>();
    List<RowTransition> made = new ArrayList<>();
    for (ChangeEvent event : events.subList(0, delete + 2)) {
      LedgerOutcome outcome = ledger.apply(entries.get(event.lane()), event);
      entries.put(event.lane(), outcome.entry());
      if (outcome instanceof LedgerOutcome.Moved moved) {
        made.add(moved.transition());
      }
    }
    return made.subList(made.size() - 2, made.size());
  }
}
