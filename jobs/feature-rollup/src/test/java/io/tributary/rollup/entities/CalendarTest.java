package io.tributary.rollup.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notes in memory and on RocksDB. */
class CalendarTest {

  private static final int MOST_IN_MEMORY = 100;
  private static final int KEY_GROUPS = 16;

  private RollupStepHarness step;
  private KeyedStateBackend<String> backend;

  @BeforeEach
  void openBackend() throws Exception {
    step = new RollupStepHarness(Events.byUser(Events.count("clicks", Map.of(), "5m")), 1, 0);
    step.open();
    backend = Objects.requireNonNull(((RollupStep) step.getOperator()).getKeyedStateBackend());
  }

  @AfterEach
  void closeBackend() throws Exception {
    step.close();
  }

  @Test
  void visitsEveryNoteOnceInOrderOfTimeWhereverItIs() throws Exception {
    Calendar calendar = new Calendar(backend, KEY_GROUPS, MOST_IN_MEMORY);
    List<String> expected = noteAll(calendar);
    assertThat(step.notes()).isBetween(1_000L - MOST_IN_MEMORY, 999L);
    List<String> visited = visited(calendar, 4);
    assertThat(visited).isSortedAccordingTo(CalendarTest::byMoment).hasSize(500);
    visited.addAll(visited(calendar, 9));
    assertThat(visited).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(step.notes()).isZero();
  }

  @Test
  void findsWhatWasSaved() throws Exception {
    Calendar before = new Calendar(backend, KEY_GROUPS, MOST_IN_MEMORY);
    List<String> expected = noteAll(before);
    before.save();
    assertThat(step.notes()).isEqualTo(1_000);
    Calendar after = new Calendar(backend, KEY_GROUPS, MOST_IN_MEMORY);
    assertThat(visited(after, 9)).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** A thousand notes for ten moments. */
  private static List<String> noteAll(Calendar calendar) throws Exception {
    List<String> noted = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      calendar.note("by_user:" + i, i % 10);
      noted.add(i % 10 + " by_user:" + i);
    }
    return noted;
  }

  private static List<String> visited(Calendar calendar, long now) throws Exception {
    List<String> visited = new ArrayList<>();
    calendar.passTo(now, (key, moment) -> visited.add(moment + " " + key));
    return visited;
  }

  private static int byMoment(String one, String other) {
    return Character.compare(one.charAt(0), other.charAt(0));
  }
}
