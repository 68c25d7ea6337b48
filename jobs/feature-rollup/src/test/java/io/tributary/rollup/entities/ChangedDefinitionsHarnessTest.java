package io.tributary.rollup.entities;

import static io.tributary.rollup.entities.RollupStepHarness.NOON;
import static io.tributary.rollup.entities.RollupStepHarness.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.event.TableId;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.FeatureWindow;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.aggregate.Function;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.runtime.ledger.DefinitionsRefusedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  void emitsWhatIsNewOnceEverySubtaskOfTheLedgerHasFilledIt() throws Exception {
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
    OperatorSubtaskState unpublished = step.snapshot(1, 1);
    timePasses(step);
    OperatorSubtaskState told = step.snapshot(2, 2);

    RollupStepHarness tells = open(BOTH, unpublished);
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
  void countsAnewInTilesOfAnotherLength() throws Exception {
    Feature brief = BRIEF.features().get(0);
    List<FeatureWindow> coarse = List.of(brief.windows().get(0).inTilesOf(60_000));
    Rollup other = Events.byUser(with(brief, Functions.COUNT, coarse));
    assertFilledAnew(BRIEF, other, "clicks_5m=1");
  }

  @Test
  void countsAnewWithAnotherFilter() throws Exception {
    assertFilledAnew(BRIEF, Events.byUser(Events.count("clicks", Map.of(), "5m")), "clicks_5m=1");
  }

  @Test
  void countsAnewByAnotherEventTime() throws Exception {
    Rollup other = Events.rollup("by_user", List.of("user_id"), "local_at", BOTH.features().get(0));
    RollupStepHarness step = open(other, withOneClick(BOTH));
    timePasses(step);
    assertThat(step.updates()).containsExactly("7 GONE #1");
    assertThat(step.unfilled()).containsExactly("clicks_5m", "clicks_lifetime");
  }

  @Test
  void countsAnewBetweenOtherBounds() throws Exception {
    assertFilledAnew(histogram("10"), histogram("10", "20"), "amount_5m=[1,0,0]");
  }

  private static Rollup histogram(String... bounds) {
    Function function = Functions.histogram(Stream.of(bounds).map(BigDecimal::new).toList());
    return Events.byUser(Events.feature("amount", function, "amount", Map.of(), "5m"));
  }

  private void assertFilledAnew(Rollup before, Rollup after, String value) throws Exception {
    RollupStepHarness step = open(after, withOneClick(before));
    timePasses(step);
    assertThat(step.updates()).containsExactly("7 GONE #1");
    assertThat(step.unfilled()).isEqualTo(after.fields());
    step.fill(1, click(7, NOON));
    step.filled(1, 0, 1);
    step.updates();
    timePasses(step);
    assertThat(step.updates()).containsExactly("7 {" + value + "} #2");
    assertThat(step.unfilled()).isEmpty();
  }

  @Test
  void showsMoreOfWhatIsKeptAtOnce() throws Exception {
    Feature three = Events.feature("kinds", Functions.top(3), "event_type", Map.of(), "5m");
    Feature one = with(three, Functions.top(1), three.windows());
    RollupStepHarness step = open(Events.byUser(one));
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    step.change(null, Events.TABLE.image(2, 7, "web", "view", "0", 1, 1.0, true, NOON, null));
    assertThat(step.updates()).endsWith("7 {kinds_5m=[\"click\"]} #2");
    RollupStepHarness more = open(Events.byUser(three), last());
    timePasses(more);
    assertThat(more.updates()).containsExactly("7 {kinds_5m=[\"click\",\"view\"]} #2");
    assertThat(more.unfilled()).isEmpty();
  }

  /** Its rows come from the beginning of a topic that nothing had been read of. */
  @Test
  void countsTheRowsOfAnotherTableAsThoseOfANewRollup() throws Exception {
    TableId others = TableId.parse("public.others");
    List<String> entity = List.of("user_id");
    Rollup other = Rollup.of("by_user", others, entity, "occurred_at", BRIEF.features());
    RollupStepHarness step = open(other, withOneClick(BRIEF));
    timePasses(step);
    assertThat(step.updates()).containsExactly("7 GONE #1");
    assertThat(step.unfilled()).isEmpty();
    step.change(null, click(7, NOON));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1} #2");
  }

  @Test
  void forgetsTheEntitiesOfARollupThatWasRenamed() throws Exception {
    Rollup other =
        Events.rollup("other", List.of("user_id"), "occurred_at", BRIEF.features().get(0));
    RollupStepHarness step = open(other, withOneClick(BRIEF));
    timePasses(step);
    assertThat(step.updates()).isEmpty();
    assertThat(step.entities()).isZero();
    assertThat(step.unfilled()).containsExactly("clicks_5m");
  }

  private static Feature with(Feature feature, Function function, List<FeatureWindow> windows) {
    return new Feature(feature.name(), function, feature.input(), feature.where(), windows);
  }

  @Test
  void refusesAnotherEntityUnderTheSameName() throws Exception {
    OperatorSubtaskState saved = withOneClick(BRIEF);
    Rollup other =
        Events.rollup("by_user", List.of("device"), "occurred_at", BRIEF.features().get(0));
    RollupStepHarness step = new RollupStepHarness(other, 1, 0);
    assertThatExceptionOfType(DefinitionsRefusedException.class)
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
