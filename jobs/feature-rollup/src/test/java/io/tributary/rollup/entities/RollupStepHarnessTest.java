package io.tributary.rollup.entities;

import static io.tributary.rollup.entities.RollupStepHarness.NOON;
import static io.tributary.rollup.entities.RollupStepHarness.click;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.rollup.store.FeatureStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What rows, time and the lack of both do to an entity. */
class RollupStepHarnessTest {

  private static final Rollup CLICKS =
      Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "5m", "lifetime"));
  private static final Rollup BRIEF =
      Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "5m"));

  @RegisterExtension final OpenedSteps steps = new OpenedSteps();

  @Test
  void movesWindowsWithoutNewRows() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=1} #1");

    step.timeIs(NOON.plusSeconds(304));
    assertThat(step.updates()).isEmpty();
    step.timeIs(NOON.plusSeconds(305));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=0, clicks_lifetime=1} #1");
  }

  @Test
  void countsRowAheadOfItsTimeOnceThatComes() throws Exception {
    RollupStepHarness step = steps.open(BRIEF);
    step.timeIs(NOON);
    step.change(null, click(7, NOON.plusSeconds(60)));
    assertThat(step.updates()).containsExactly("7 GONE #1");
    step.timeIs(NOON.plusSeconds(60));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1} #1");
  }

  @Test
  void waitsForTheFirstDatabaseTime() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.change(null, click(7, NOON));
    step.change(null, click(7, Instant.MIN));
    assertThat(step.updates()).isEmpty();
    step.timeIs(NOON);
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=2} #2");
  }

  @Test
  void saysThatEntityIsGoneAndForgetsItMuchLater() throws Exception {
    RollupStepHarness step = steps.open(BRIEF);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    step.updates();
    Instant gone = NOON.plusSeconds(305);
    step.timeIs(gone);
    assertThat(step.updates()).containsExactly("7 GONE #1");
    step.timeIs(gone.plus(FeatureStore.MEMORY));
    assertThat(step.updates()).isEmpty();
    assertThat(step.notes()).isEqualTo(1);
    Instant nextHour = NOON.plus(FeatureStore.MEMORY).plusSeconds(3_600);
    step.timeIs(nextHour);
    assertThat(step.updates()).containsExactly("7 FORGOTTEN #1");
    assertThat(step.notes()).isZero();
    step.change(null, click(7, nextHour));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1} #1");
  }

  @Test
  void countsOnWhereEntityComesBack() throws Exception {
    RollupStepHarness step = steps.open(BRIEF);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    step.change(click(7, NOON), null);
    Instant later = NOON.plus(Duration.ofDays(6));
    step.timeIs(later);
    step.change(null, click(7, later));
    step.timeIs(later.plus(Duration.ofDays(2)));
    assertThat(step.updates())
        .containsExactly("7 {clicks_5m=1} #1", "7 GONE #2", "7 {clicks_5m=1} #3", "7 GONE #3");
    step.timeIs(later.plus(Duration.ofDays(20)));
    assertThat(step.updates()).containsExactly("7 FORGOTTEN #3");
  }

  @Test
  void appliesBundleOnceForEachEntity() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    step.bundle(null, click(7, NOON));
    step.bundle(null, click(8, NOON));
    step.bundle(null, click(7, NOON));
    step.bundle(click(7, NOON), click(9, NOON));
    assertThat(step.updates()).isEmpty();
    step.bundleIsDue();
    assertThat(step.updates())
        .containsExactly(
            "7 {clicks_5m=1, clicks_lifetime=1} #3",
            "8 {clicks_5m=1, clicks_lifetime=1} #1",
            "9 {clicks_5m=1, clicks_lifetime=1} #1");
  }

  @Test
  void tellsRollupsApartOfWhichOneIsCalledAlmostLikeTheOther() throws Exception {
    Rollup longer =
        Events.rollup("by_user_too", List.of("user_id"), "occurred_at", BRIEF.features().get(0));
    RollupStepHarness step =
        new RollupStepHarness(
            BRIEF,
            RollupStepHarness.plan(BRIEF, longer),
            1,
            0,
            new RollupStepHarness.ForgottenStore(true));
    steps.add(step);
    step.open();
    step.timeIs(NOON);
    for (Rollup rollup : List.of(BRIEF, longer, BRIEF)) {
      for (Contribution each :
          new Contributions(rollup).of(null, null, click(7, NOON)).contributions()) {
        step.processElement1(each, 0);
      }
    }
    step.bundleIsDue();
    assertThat(step.extractOutputValues())
        .extracting(update -> update.rollup() + " #" + update.version().applied())
        .containsExactly("by_user #2", "by_user_too #1");
  }

  @Test
  void appliesBundleWhenItIsDueBeforeBarrierAndAtTheEnd() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    step.bundle(null, click(7, NOON));
    step.bundleIsDue();
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=1} #1");
    step.bundle(null, click(7, NOON));
    step.prepareSnapshotPreBarrier(1);
    assertThat(step.updates()).containsExactly("7 {clicks_5m=2, clicks_lifetime=2} #2");
    step.bundle(null, click(7, NOON));
    ((RollupStep) step.getOperator()).finish();
    assertThat(step.updates()).containsExactly("7 {clicks_5m=3, clicks_lifetime=3} #3");
  }

  @Test
  void letsTimeWaitForBundle() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    step.getOutput().clear();
    step.bundle(null, click(7, NOON));
    step.timeIs(NOON.plusSeconds(600));
    assertThat(step.getOutput()).isEmpty();
    step.bundleIsDue();
    assertThat(step.getOutput())
        .last()
        .isEqualTo(new Watermark(NOON.plusSeconds(600).toEpochMilli()));
    assertThat(step.updates())
        .containsExactly(
            "7 {clicks_5m=1, clicks_lifetime=1} #1", "7 {clicks_5m=0, clicks_lifetime=1} #1");
    step.bundle(null, click(7, NOON));
    step.timeIs(NOON.plusSeconds(601));
    step.prepareSnapshotPreBarrier(1);
    assertThat(step.updates()).containsExactly("7 {clicks_5m=0, clicks_lifetime=2} #2");
    step.timeIs(NOON.plusSeconds(602));
    assertThat(step.getOutput()).hasSize(1);
  }

  @Test
  void reachesTheLastMomentBeforeTheEnd() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    step.bundle(null, click(7, NOON));
    step.timeIs(NOON.plusSeconds(600));
    step.processWatermark1(new Watermark(Long.MAX_VALUE));
    assertThat(step.updates())
        .containsExactly(
            "7 {clicks_5m=1, clicks_lifetime=1} #1", "7 {clicks_5m=0, clicks_lifetime=1} #1");
  }

  @Test
  void appliesBundleWhenItIsFull() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    for (int i = 1; i < Bundle.SIZE; i++) {
      step.bundle(null, click(7, NOON));
    }
    assertThat(step.updates()).isEmpty();
    step.bundle(null, click(7, NOON));
    assertThat(step.updates())
        .containsExactly("7 {clicks_5m=%1$d, clicks_lifetime=%1$d} #%1$d".formatted(Bundle.SIZE));
  }

  @Test
  void appliesBundleWhoseValuesAreLarge() throws Exception {
    RollupStepHarness step =
        steps.open(Events.byUser(Events.feature("last", Functions.LAST, "device", Map.of(), "5m")));
    step.timeIs(NOON);
    String device = "x".repeat(1 << 20);
    int rows = 0;
    while (step.updates().isEmpty()) {
      assertThat(rows++).isLessThan(70);
      step.bundle(null, Events.TABLE.image(1, 7, device, "click", "0", 1, 1.0, true, NOON, null));
    }
    assertThat(rows).isGreaterThan(55);
  }

  @Test
  void notesEntityOnceForEachMoment() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    for (int second = 0; second < 100; second++) {
      step.change(null, click(7, NOON));
      step.change(null, click(8, NOON.plusSeconds(second % 5)));
    }
    assertThat(step.notes()).isEqualTo(2);
  }
}
