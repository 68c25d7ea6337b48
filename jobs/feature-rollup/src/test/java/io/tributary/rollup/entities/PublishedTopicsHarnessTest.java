package io.tributary.rollup.entities;

import static io.tributary.rollup.entities.RollupStepHarness.NOON;
import static io.tributary.rollup.entities.RollupStepHarness.click;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.FeatureTopicsConfig;
import io.tributary.config.FeatureTopicsConfig.Delivery;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.plan.RollupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a restored step tells of all entities again because a topic may lack some. */
class PublishedTopicsHarnessTest {

  private static final Rollup CLICKS =
      Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "5m", "lifetime"));
  private static final FeatureTopicsConfig TEN_MINUTES =
      new FeatureTopicsConfig(Delivery.EXACTLY_ONCE, Duration.ofMinutes(10));
  private static final RollupPlan TOPIC =
      RollupStepHarness.planWithTopic(FeatureTopicsConfig.DEFAULT, CLICKS);
  private static final RollupPlan TRANSACTIONS =
      RollupStepHarness.planWithTopic(TEN_MINUTES, CLICKS);
  private static final String USER = "7 {clicks_5m=1, clicks_lifetime=1} #1";

  @Test
  void publishesAllEntitiesToANewTopic() throws Exception {
    OperatorSubtaskState saved = saved(RollupStepHarness.plan(CLICKS), null, 0);
    assertThat(toldAgain(TOPIC, saved, 0)).containsExactly(USER);
    assertThat(toldAgain(RollupStepHarness.plan(CLICKS), saved, 0)).isEmpty();
    assertThat(toldAgain(TOPIC, saved(TOPIC, saved, 0), 0)).isEmpty();
  }

  @Test
  void goesOnPublishingUntilAllSubtasksAreDone() throws Exception {
    OperatorSubtaskState without = saved(RollupStepHarness.plan(CLICKS), null, 0);
    OperatorSubtaskState through = saved(TOPIC, without, 0);
    try (RollupStepHarness other = harness(TOPIC)) {
      other.initializeState(without);
      other.open();
      OperatorSubtaskState half = other.snapshot(1, 1);
      assertThat(toldAgain(TOPIC, half, 0)).containsExactly(USER);
      OperatorSubtaskState both = AbstractStreamOperatorTestHarness.repackageState(half, through);
      assertThat(
              toldAgain(
                  TOPIC,
                  AbstractStreamOperatorTestHarness.repartitionOperatorState(both, 16, 2, 1, 0),
                  0))
          .contains(USER);
    }
  }

  @Test
  void publishesAgainWhatExpiredTransactionsMayHaveHeld() throws Exception {
    long minute = Duration.ofMinutes(1).toMillis();
    OperatorSubtaskState saved = saved(TRANSACTIONS, null, 0);
    assertThat(toldAgain(TRANSACTIONS, saved, 9 * minute)).isEmpty();
    assertThat(toldAgain(TRANSACTIONS, saved, 9 * minute + 1)).containsExactly(USER);
    assertThat(toldAgain(TOPIC, saved, 9 * minute + 1)).isEmpty();
  }

  @Test
  void countsFromTheCheckpointBefore() throws Exception {
    long minute = Duration.ofMinutes(1).toMillis();
    try (RollupStepHarness step = harness(TRANSACTIONS)) {
      step.open();
      step.timeIs(NOON);
      step.change(null, click(7, NOON));
      step.setProcessingTime(5 * minute);
      step.snapshot(1, 1);
      step.setProcessingTime(8 * minute);
      OperatorSubtaskState second = step.snapshot(2, 2);
      assertThat(toldAgain(TRANSACTIONS, second, 14 * minute)).isEmpty();
      assertThat(toldAgain(TRANSACTIONS, second, 14 * minute + 1)).containsExactly(USER);
    }
  }

  private static RollupStepHarness harness(RollupPlan plan) throws Exception {
    RollupStepHarness harness =
        new RollupStepHarness(CLICKS, plan, 1, 0, new RollupStepHarness.ForgottenStore(true));
    harness.setStateBackend(new HashMapStateBackend());
    return harness;
  }

  /** A checkpoint of a job that had a click, or that was restored and had time to tell. */
  private static OperatorSubtaskState saved(
      RollupPlan plan, @Nullable OperatorSubtaskState before, long at) throws Exception {
    try (RollupStepHarness step = harness(plan)) {
      if (before != null) {
        step.initializeState(before);
      }
      step.setProcessingTime(at);
      step.open();
      if (before == null) {
        step.timeIs(NOON);
        step.change(null, click(7, NOON));
      }
      step.setProcessingTime(step.getProcessingTime() + 1);
      return step.snapshot(1, 1);
    }
  }

  private static List<String> toldAgain(RollupPlan plan, OperatorSubtaskState saved, long at)
      throws Exception {
    try (RollupStepHarness step = harness(plan)) {
      step.setProcessingTime(at);
      step.initializeState(saved);
      step.open();
      step.setProcessingTime(step.getProcessingTime() + 1);
      return step.updates();
    }
  }
}
