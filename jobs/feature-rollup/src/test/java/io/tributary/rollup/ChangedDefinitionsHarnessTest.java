package io.tributary.rollup;

import static io.tributary.rollup.RollupStepHarness.NOON;
import static io.tributary.rollup.RollupStepHarness.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of entities whose rollup is another after a restore. */
class ChangedDefinitionsHarnessTest {

  private static final Rollup BRIEF = clicks("5m");
  private static final Rollup BOTH = clicks("5m", "lifetime");

  private final List<RollupStepHarness> opened = new ArrayList<>();

  private static Rollup clicks(String... over) {
    return Events.byUser(Events.count("clicks", Map.of("event_type", "click"), over));
  }

  @AfterEach
  void closeHarnesses() throws Exception {
    for (RollupStepHarness each : opened) {
      each.close();
    }
  }

  @Test
  void tellsWhatIsNewOnceEverySubtaskOfTheLedgerHasFilledIt() throws Exception {
    RollupStepHarness step = open(BOTH, withOneClick(BRIEF));
    step.change(null, click(7, NOON));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=2} #2");
    assertThat(step.unfilled()).containsExactly("clicks_lifetime");
    step.fill(1, click(7, NOON));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=2} #3");
    step.filled(1, 0, 2);
    step.filled(1, 0, 2);
    timePasses(step);
    assertThat(step.updates()).isEmpty();
    assertThat(step.unfilled()).containsExactly("clicks_lifetime");
    step.filled(1, 1, 2);
    timePasses(step);
    assertThat(step.unfilled()).isEmpty();
    assertThat(step.updates()).containsExactly("7 {clicks_5m=2, clicks_lifetime=2} #3");
    step.change(null, click(7, NOON));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=3, clicks_lifetime=3} #4");
  }

  @Test
  void knowsAfterARestoreWhatIsFilledAndTold() throws Exception {
    RollupStepHarness step = open(BOTH, withOneClick(BRIEF));
    step.fill(1, click(7, NOON));
    step.filled(1, 0, 1);
    OperatorSubtaskState untold = step.snapshot(1, 1);
    timePasses(step);
    OperatorSubtaskState told = step.snapshot(2, 2);

    RollupStepHarness tells = open(BOTH, untold);
    timePasses(tells);
    assertThat(tells.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=1} #2");
    RollupStepHarness knows = open(BOTH, told);
    timePasses(knows);
    assertThat(knows.updates()).isEmpty();
    knows.change(null, click(7, NOON));
    assertThat(knows.updates()).containsExactly("7 {clicks_5m=2, clicks_lifetime=2} #3");
  }

  @Test
  void takesAwayWhatWasRemoved() throws Exception {
    RollupStepHarness step = open(BRIEF, withOneClick(BOTH));
    timePasses(step);
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1} #1");
    RollupStepHarness other = open(Events.byUser(Events.count("views", Map.of(), "1h")), last());
    timePasses(other);
    assertThat(other.updates()).containsExactly("7 GONE #1");
  }

  @Test
  void tellsUnderItsNewNameWhatWasRenamed() throws Exception {
    Rollup renamed = Events.byUser(Events.count("taps", Map.of("event_type", "click"), "5m", "4m"));
    RollupStepHarness step = open(renamed, withOneClick(BRIEF));
    timePasses(step);
    assertThat(step.updates()).containsExactly("7 {taps_5m=1, taps_4m=1} #1");
  }

  /** Entities that were not touched in between still have the tiles of the first. */
  @Test
  void countsAnewWhatComesBack() throws Exception {
    open(BRIEF, withOneClick(BOTH));
    RollupStepHarness back = open(BOTH, last());
    timePasses(back);
    back.updates();
    back.fill(1, click(7, NOON));
    back.filled(1, 0, 1);
    timePasses(back);
    assertThat(back.updates())
        .containsExactly("7 {clicks_5m=1} #2", "7 {clicks_5m=1, clicks_lifetime=1} #2");
  }

  @Test
  void refusesAnotherEntityUnderTheSameName() throws Exception {
    OperatorSubtaskState saved = withOneClick(BRIEF);
    Rollup other =
        Events.rollup("by_user", List.of("device"), "occurred_at", BRIEF.features().get(0));
    RollupStepHarness step = new RollupStepHarness(other, 1, 0);
    assertThatIllegalStateException()
        .isThrownBy(() -> step.initializeState(saved))
        .withMessageContaining("give the rollup another name");
  }

  private OperatorSubtaskState withOneClick(Rollup rollup) throws Exception {
    RollupStepHarness step = open(rollup);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    return last();
  }

  /** The state of the step that was opened last. */
  private OperatorSubtaskState last() throws Exception {
    return opened.get(opened.size() - 1).snapshot(1, 1);
  }

  private static void timePasses(RollupStepHarness step) throws Exception {
    step.setProcessingTime(step.getProcessingTime() + 1);
  }

  private RollupStepHarness open(Rollup rollup, OperatorSubtaskState... saved) throws Exception {
    RollupStepHarness harness = new RollupStepHarness(rollup, 1, 0);
    harness.setStateBackend(new EmbeddedRocksDBStateBackend());
    opened.add(harness);
    if (saved.length > 0) {
      harness.initializeState(saved[0]);
    }
    harness.open();
    return harness;
  }
}
