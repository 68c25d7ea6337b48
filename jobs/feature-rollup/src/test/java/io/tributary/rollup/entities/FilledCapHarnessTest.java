package io.tributary.rollup.entities;

import static io.tributary.rollup.entities.RollupStepHarness.NOON;
import static io.tributary.rollup.entities.RollupStepHarness.click;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.FeatureWindow;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.aggregate.Functions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** A feature of all of a table's life that is beyond its cap comes back without a rebuild. */
class FilledCapHarnessTest {

  private static final RowImage VIEW =
      Events.TABLE.image(2, 7, "web", "view", "0", 1, 1.0, true, NOON, null);

  @Test
  void comesBackUnderAGreaterCapInOtherTiles() throws Exception {
    OperatorSubtaskState saved;
    try (RollupStepHarness step = open(kinds(1, 1))) {
      step.timeIs(NOON);
      step.change(null, click(7, NOON));
      step.change(null, VIEW);
      assertThat(step.updates()).endsWith("7 {_beyond_cap=[\"kinds_lifetime\"]} #2");
      saved = step.snapshot(1, 1);
    }
    try (RollupStepHarness step = open(kinds(10, 1), saved)) {
      step.change(null, click(7, NOON));
      assertThat(step.updates()).endsWith("7 {_beyond_cap=[\"kinds_lifetime\"]} #3");
      assertThat(step.unfilled()).isEmpty();
    }
    try (RollupStepHarness step = open(kinds(10, 2), saved)) {
      step.fill(1, click(7, NOON));
      step.fill(1, VIEW);
      step.filled(1, 0, 1);
      step.setProcessingTime(step.getProcessingTime() + 1);
      assertThat(step.updates()).endsWith("7 {kinds_lifetime=2} #4");
      assertThat(step.unfilled()).isEmpty();
    }
  }

  private static Rollup kinds(int cap, int tileDays) {
    Feature kinds = Events.feature("kinds", Functions.DISTINCT, "event_type", Map.of(), "lifetime");
    FeatureWindow lifetime = kinds.windows().get(0).inTilesOf(Duration.ofDays(tileDays).toMillis());
    return Events.byUser(
        new Feature(
            kinds.name(),
            kinds.function(),
            kinds.input(),
            kinds.where(),
            List.of(lifetime),
            cap,
            List.of()));
  }

  private static RollupStepHarness open(Rollup rollup, OperatorSubtaskState... saved)
      throws Exception {
    RollupStepHarness harness = new RollupStepHarness(rollup, 1, 0);
    if (saved.length > 0) {
      harness.initializeState(saved[0]);
    }
    harness.open();
    return harness;
  }
}
