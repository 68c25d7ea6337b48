package io.tributary.rollup.entities;

import static io.tributary.rollup.entities.RollupStepHarness.NOON;
import static io.tributary.rollup.entities.RollupStepHarness.click;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a restore, a replay and another parallelism leave of an entity. */
class RollupStepRestoreHarnessTest {

  private static final Rollup CLICKS =
      Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "5m", "lifetime"));

  private static final Rollup BRIEF =
      Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "5m"));

  @RegisterExtension final OpenedSteps steps = new OpenedSteps();

  @Test
  void continuesAfterRestore() throws Exception {
    RollupStepHarness before = steps.open(CLICKS);
    before.timeIs(NOON);
    before.change(null, click(7, NOON));
    before.change(null, click(7, NOON.plusSeconds(600)));
    OperatorSubtaskState saved = before.snapshot(1, 1);

    RollupStepHarness after = steps.open(CLICKS, saved);
    after.timeIs(NOON.plusSeconds(305));
    assertThat(after.updates()).containsExactly("7 {clicks_5m=0, clicks_lifetime=2} #2");
    after.timeIs(NOON.plusSeconds(600));
    assertThat(after.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=2} #2");
    after.change(click(7, NOON), null);
    assertThat(after.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=1} #3");
  }

  @Test
  void readsStateOnHeapWhetherItWasCompressedOrNot() throws Exception {
    OperatorSubtaskState saved = null;
    for (boolean compresses : List.of(false, true, false)) {
      RollupStepHarness step = new RollupStepHarness(CLICKS, 1, 0);
      steps.add(step);
      step.setStateBackend(new HashMapStateBackend());
      step.getExecutionConfig().setUseSnapshotCompression(compresses);
      if (saved != null) {
        step.initializeState(saved);
      }
      step.open();
      step.timeIs(NOON);
      step.change(null, click(7, NOON));
      saved = step.snapshot(1, 1);
    }
    assertThat(steps.last().updates()).containsExactly("7 {clicks_5m=3, clicks_lifetime=3} #3");
  }

  @Test
  void repeatsVersionsWhenContributionsAreReplayed() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    OperatorSubtaskState saved = step.snapshot(1, 1);
    step.change(null, click(7, NOON));
    step.timeIs(NOON.plusSeconds(10));
    step.change(null, click(7, NOON));
    List<String> versions = step.versions().subList(1, 3);

    RollupStepHarness replay = steps.open(CLICKS, saved);
    replay.change(null, click(7, NOON));
    replay.timeIs(NOON.plusSeconds(10));
    replay.change(null, click(7, NOON));
    assertThat(replay.versions()).isEqualTo(versions).isSorted();
    assertThat(versions.get(0)).startsWith("00000003" + "0000000000000000002");
  }

  /** Nothing else tells of an entity that does not change again. */
  @Test
  void emitsWhatIsFilledAsNewerThanWhatAFailedAttemptEmittedForALaterTime() throws Exception {
    RollupStepHarness unfilled = steps.open(BRIEF);
    unfilled.timeIs(NOON);
    unfilled.change(null, click(7, NOON));
    OperatorSubtaskState saved = unfilled.snapshot(1, 1);

    RollupStepHarness failed = steps.open(CLICKS, saved);
    failed.timeIs(NOON.plusSeconds(60));
    failed.fill(1, click(7, NOON));
    String told = last(failed.versions());
    RollupStepHarness step = steps.open(CLICKS, saved);
    step.fill(1, click(7, NOON));
    assertThat(last(step.versions())).isLessThan(told);
    step.filled(1, 0, 1);
    step.setProcessingTime(step.getProcessingTime() + 1);
    assertThat(last(step.versions())).isGreaterThan(told);
  }

  private static String last(List<String> versions) {
    return versions.get(versions.size() - 1);
  }

  @Test
  void beginsAnotherRebuildOnlyWithoutState() throws Exception {
    RollupStepHarness first = steps.open(CLICKS);
    first.timeIs(NOON);
    first.change(null, click(7, NOON));
    assertThat(first.extractOutputValues().get(0).version().epoch()).isEqualTo(3);
    OperatorSubtaskState saved = first.snapshot(1, 1);
    RollupStepHarness restored = new RollupStepHarness(CLICKS, 1, 0);
    restored.initializeState(saved);
    restored.open();
    steps.add(restored);
    restored.change(null, click(7, NOON));
    assertThat(restored.extractOutputValues().get(0).version().epoch()).isEqualTo(3);
  }

  @Test
  void keepsWhatIsInWindowsAtTheEndOfTheInput() throws Exception {
    RollupStepHarness step = steps.open(CLICKS);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    step.updates();
    step.processWatermark1(new Watermark(Long.MAX_VALUE));
    assertThat(step.updates()).isEmpty();
    OperatorSubtaskState saved = step.snapshot(1, 1);
    RollupStepHarness restored = steps.open(CLICKS, saved);
    restored.change(null, click(7, NOON));
    assertThat(restored.updates()).containsExactly("7 {clicks_5m=2, clicks_lifetime=2} #2");
  }

  @Test
  void continuesStateThatWasSavedUnderItsNames() throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, String, Object> other =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Saving()), key -> key, Types.STRING, 16, 1, 0);
    other.setStateBackend(new EmbeddedRocksDBStateBackend(true));
    other.open();
    other.processElement("by_user:7", 0);
    OperatorSubtaskState saved = other.snapshot(1, 1);
    other.close();

    RollupStepHarness step = steps.open(CLICKS, saved);
    step.timeIs(NOON.plusSeconds(305));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=0, clicks_lifetime=1} #1");
  }

  /** Keeps an entity with one row as any operator would that has this state. */
  private static final class Saving extends KeyedProcessFunction<String, String, Object> {
    @Override
    public void processElement(String key, Context context, Collector<Object> out)
        throws Exception {
      EntityState entity = new EntityState();
      new Contributions(CLICKS)
          .of(null, null, click(7, NOON))
          .contributions()
          .forEach(each -> entity.apply(CLICKS, each, NOON.toEpochMilli()));
      long timer = entity.nextBoundary(CLICKS);
      assertThat(entity.needsNote(timer)).isTrue();
      context.timerService().registerEventTimeTimer(timer);
      getRuntimeContext()
          .getState(new ValueStateDescriptor<>("entity", new EntityStateSerializer()))
          .update(entity);
    }
  }

  @Test
  void survivesScalingIn() throws Exception {
    List<OperatorSubtaskState> halves = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      RollupStepHarness half = new RollupStepHarness(CLICKS, 2, subtask);
      steps.add(half);
      half.open();
      half.timeIs(NOON);
      for (int user = 0; user < 20; user++) {
        int keyGroup = KeyGroupRangeAssignment.assignToKeyGroup("by_user:" + user, 16);
        if (keyGroup / 8 == subtask) {
          half.change(null, click(user, NOON));
        }
      }
      halves.add(half.snapshot(1, 1));
    }
    OperatorSubtaskState both =
        AbstractStreamOperatorTestHarness.repackageState(halves.get(0), halves.get(1));
    RollupStepHarness one =
        steps.open(
            CLICKS, AbstractStreamOperatorTestHarness.repartitionOperatorState(both, 16, 2, 1, 0));
    one.timeIs(NOON.plusSeconds(305));
    assertThat(one.updates())
        .hasSize(20)
        .allMatch(update -> update.endsWith("{clicks_5m=0, clicks_lifetime=1} #1"));
  }

  @Test
  void survivesRescaling() throws Exception {
    RollupStepHarness one = steps.open(CLICKS);
    one.timeIs(NOON);
    for (int user = 0; user < 20; user++) {
      one.change(null, click(user, NOON));
    }
    OperatorSubtaskState saved = one.snapshot(1, 1);
    List<String> updates = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState share =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(saved, 16, 1, 2, subtask);
      RollupStepHarness half = new RollupStepHarness(CLICKS, 2, subtask);
      steps.add(half);
      half.initializeState(share);
      half.open();
      half.timeIs(NOON.plusSeconds(305));
      List<String> mine = half.updates();
      assertThat(mine).isNotEmpty();
      updates.addAll(mine);
    }
    assertThat(updates).hasSize(20).allMatch(update -> update.contains("clicks_5m=0"));
  }
}
