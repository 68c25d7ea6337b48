package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tributary.event.RowImage;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The step under Flink's clockwork: timers, restores, rescaling. On RocksDB, timers included. */
class RollupStepHarnessTest {

  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");
  private static final Rollup CLICKS =
      Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "5m", "lifetime"));
  private static final Rollup BRIEF =
      Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "5m"));

  private final List<Harness> opened = new ArrayList<>();

  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<String, Contribution, FeatureUpdate> {

    private final Rollup rollup;

    Harness(Rollup rollup, int parallelism, int subtask) throws Exception {
      super(
          new KeyedProcessOperator<>(new RollupStep(plan(rollup), new CountedEpochs(3))),
          Contribution::key,
          Types.STRING,
          16,
          parallelism,
          subtask);
      this.rollup = rollup;
      setStateBackend(new EmbeddedRocksDBStateBackend(true));
    }

    void change(@Nullable RowImage before, @Nullable RowImage after) throws Exception {
      for (Contribution each : new Contributions(rollup).of(before, after).contributions()) {
        processElement(each, 0);
      }
    }

    void timeIs(Instant moment) throws Exception {
      processWatermark(moment.toEpochMilli());
    }

    /** {@code 7 {clicks_5m=1} #1}: entity, values or what has become of it, contributions. */
    List<String> updates() {
      List<String> updates = new ArrayList<>();
      for (FeatureUpdate update : extractOutputValues()) {
        Object values =
            update.change() == FeatureUpdate.Change.VALUES ? update.values() : update.change();
        updates.add(update.entity().text() + " " + values + " #" + update.version().applied());
      }
      getOutput().clear();
      return updates;
    }
  }

  /** Epochs as Redis would number them, with the first given. */
  private record CountedEpochs(long begin) implements RebuildEpochs {
    @Override
    public void resume(long epoch) {}
  }

  static RollupPlan plan(Rollup... rollups) {
    Map<String, Rollup> byName = new LinkedHashMap<>();
    Map<String, Duration> emitEvery = new LinkedHashMap<>();
    for (Rollup rollup : rollups) {
      byName.put(rollup.name(), rollup);
      emitEvery.put(rollup.name(), Duration.ofMillis(100));
    }
    return new RollupPlan(byName, emitEvery, Map.of());
  }

  @AfterEach
  void closeHarnesses() throws Exception {
    for (Harness each : opened) {
      each.close();
    }
  }

  @Test
  void movesWindowsWithoutNewRows() throws Exception {
    Harness step = open(CLICKS);
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
    Harness step = open(BRIEF);
    step.timeIs(NOON);
    step.change(null, click(7, NOON.plusSeconds(60)));
    assertThat(step.updates()).containsExactly("7 GONE #1");
    step.timeIs(NOON.plusSeconds(60));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1} #1");
  }

  @Test
  void waitsForTheFirstDatabaseTime() throws Exception {
    Harness step = open(CLICKS);
    step.change(null, click(7, NOON));
    step.change(null, click(7, Instant.MIN));
    assertThat(step.updates()).isEmpty();
    step.timeIs(NOON);
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=2} #2");
  }

  @Test
  void saysThatEntityIsGoneAndForgetsItMuchLater() throws Exception {
    Harness step = open(BRIEF);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    step.updates();
    Instant gone = NOON.plusSeconds(305);
    step.timeIs(gone);
    assertThat(step.updates()).containsExactly("7 GONE #1");
    step.timeIs(gone.plus(RollupStep.MEMORY).minusMillis(1));
    assertThat(step.updates()).isEmpty();
    assertThat(step.numEventTimeTimers()).isEqualTo(1);
    step.timeIs(gone.plus(RollupStep.MEMORY));
    assertThat(step.updates()).containsExactly("7 FORGOTTEN #1");
    assertThat(step.numEventTimeTimers()).isZero();
    step.change(null, click(7, gone.plus(RollupStep.MEMORY)));
    assertThat(step.updates()).containsExactly("7 {clicks_5m=1} #1");
  }

  @Test
  void countsOnWhereEntityComesBack() throws Exception {
    Harness step = open(BRIEF);
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
  void setsOneTimerForEachEntity() throws Exception {
    Harness step = open(CLICKS);
    step.timeIs(NOON);
    for (int second = 0; second < 100; second++) {
      step.change(null, click(7, NOON.minusSeconds(second)));
      step.change(null, click(8, NOON.plusSeconds(second)));
    }
    assertThat(step.numEventTimeTimers()).isEqualTo(2);
  }

  @Test
  void continuesAfterRestore() throws Exception {
    Harness before = open(CLICKS);
    before.timeIs(NOON);
    before.change(null, click(7, NOON));
    before.change(null, click(7, NOON.plusSeconds(600)));
    OperatorSubtaskState saved = before.snapshot(1, 1);

    Harness after = open(CLICKS, saved);
    after.timeIs(NOON.plusSeconds(305));
    assertThat(after.updates()).containsExactly("7 {clicks_5m=0, clicks_lifetime=2} #2");
    after.timeIs(NOON.plusSeconds(600));
    assertThat(after.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=2} #2");
    after.change(click(7, NOON), null);
    assertThat(after.updates()).containsExactly("7 {clicks_5m=1, clicks_lifetime=1} #3");
  }

  @Test
  void repeatsVersionsWhenContributionsAreReplayed() throws Exception {
    Harness step = open(CLICKS);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    OperatorSubtaskState saved = step.snapshot(1, 1);
    step.change(null, click(7, NOON));
    step.timeIs(NOON.plusSeconds(10));
    step.change(null, click(7, NOON));
    List<String> versions = versions(step).subList(1, 3);

    Harness replay = open(CLICKS, saved);
    replay.change(null, click(7, NOON));
    replay.timeIs(NOON.plusSeconds(10));
    replay.change(null, click(7, NOON));
    assertThat(versions(replay)).isEqualTo(versions).isSorted();
    assertThat(versions.get(0)).startsWith("00000003" + "0000000000000000002");
  }

  @Test
  void beginsAnotherRebuildOnlyWithoutState() throws Exception {
    Harness first = open(CLICKS);
    first.timeIs(NOON);
    first.change(null, click(7, NOON));
    assertThat(first.extractOutputValues().get(0).version().epoch()).isEqualTo(3);
    OperatorSubtaskState saved = first.snapshot(1, 1);
    Harness restored = new Harness(CLICKS, 1, 0);
    restored.initializeState(saved);
    restored.open();
    opened.add(restored);
    restored.change(null, click(7, NOON));
    assertThat(restored.extractOutputValues().get(0).version().epoch()).isEqualTo(3);
  }

  @Test
  void keepsWhatIsInWindowsAtTheEndOfTheInput() throws Exception {
    Harness step = open(CLICKS);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    step.updates();
    step.processWatermark(Long.MAX_VALUE);
    assertThat(step.updates()).isEmpty();
    OperatorSubtaskState saved = step.snapshot(1, 1);
    Harness restored = open(CLICKS, saved);
    restored.change(null, click(7, NOON));
    assertThat(restored.updates()).containsExactly("7 {clicks_5m=2, clicks_lifetime=2} #2");
  }

  @Test
  void refusesStateThatKnowsNothingOfAResult() throws Exception {
    Harness step = open(BRIEF);
    step.timeIs(NOON);
    step.change(null, click(7, NOON));
    OperatorSubtaskState saved = step.snapshot(1, 1);
    Harness more = new Harness(CLICKS, 1, 0);
    opened.add(more);
    assertThatIllegalStateException()
        .isThrownBy(() -> more.initializeState(saved))
        .withMessageContaining("[by_user.clicks_lifetime]")
        .withMessageContaining("start the job without state");
    Harness fewer = open(CLICKS);
    assertThat(open(BRIEF, fewer.snapshot(1, 1)).updates()).isEmpty();
  }

  @Test
  void survivesRescaling() throws Exception {
    Harness one = open(CLICKS);
    one.timeIs(NOON);
    for (int user = 0; user < 20; user++) {
      one.change(null, click(user, NOON));
    }
    OperatorSubtaskState saved = one.snapshot(1, 1);
    List<String> updates = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState share =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(saved, 16, 1, 2, subtask);
      Harness half = new Harness(CLICKS, 2, subtask);
      opened.add(half);
      half.initializeState(share);
      half.open();
      half.timeIs(NOON.plusSeconds(305));
      List<String> mine = half.updates();
      assertThat(mine).isNotEmpty();
      updates.addAll(mine);
    }
    assertThat(updates).hasSize(20).allMatch(update -> update.contains("clicks_5m=0"));
  }

  private Harness open(Rollup rollup, OperatorSubtaskState... saved) throws Exception {
    Harness harness = new Harness(rollup, 1, 0);
    opened.add(harness);
    if (saved.length > 0) {
      harness.initializeState(saved[0]);
    }
    harness.open();
    return harness;
  }

  private static List<String> versions(Harness step) {
    return step.extractOutputValues().stream().map(update -> update.version().text()).toList();
  }

  private static RowImage click(long user, Instant at) {
    return Events.TABLE.image(1, user, "web", "click", "0", 1, 1.0, true, at, null);
  }
}
