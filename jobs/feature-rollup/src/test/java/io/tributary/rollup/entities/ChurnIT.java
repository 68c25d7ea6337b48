package io.tributary.rollup.entities;

import static io.tributary.rollup.entities.RollupStepHarness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.EveryAggregate;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.redis.RedisFeatures;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureWriter;
import io.tributary.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Entities come, have their rows, lose them and are forgotten, generation by generation, a day of
 * database time each: what is kept of them stays within the bound of those that are remembered.
 * {@code -Dtributary.long=true} makes it twenty-five times as many.
 */
@SuppressWarnings("NullAway.Init") // Each test opens what it drives.
class ChurnIT {

  private static final int GENERATIONS = Boolean.getBoolean("tributary.long") ? 1_000 : 40;
  private static final int ENTITIES = 25;
  private static final Duration GENERATION = Duration.ofDays(1);

  /** Those that have rows, those that are remembered, and those whose moment has just come. */
  private static final long MOST_ENTITIES = ENTITIES * (2 + FeatureStore.MEMORY.toDays());

  private static final int SETTLED = 15;
  private static final Rollup WINDOWS =
      Events.byUser(
          Events.count("clicks", Map.of("event_type", "click"), "5m", "1h"),
          Events.count("all", Map.of(), "1h"));

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private RollupStepHarness step;
  private OneInputStreamOperatorTestHarness<FeatureUpdate, Void> writer;
  private Instant now = NOON;

  @AfterEach
  void close() throws Exception {
    step.close();
    writer.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forgetsEntitiesWhoseRowsHaveLeftTheirWindows(boolean onDisk) throws Exception {
    open(WINDOWS, onDisk);
    run(onDisk, false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forgetsEntitiesWhoseRowsAreDeletedWhateverTheAggregate(boolean onDisk) throws Exception {
    open(EveryAggregate.byUser("by_user", 1_000), onDisk);
    run(onDisk, true);
  }

  private void open(Rollup rollup, boolean onDisk) throws Exception {
    RollupPlan plan = RollupStepHarness.plan(rollup);
    step = new RollupStepHarness(rollup, 1, 0);
    if (!onDisk) {
      step.setStateBackend(new HashMapStateBackend());
    }
    step.open();
    writer =
        new OneInputStreamOperatorTestHarness<>(
            new FeatureWriter(new RedisFeatures(REDIS.address(), plan.rollups().keySet()), plan));
    writer.open();
  }

  private void run(boolean onDisk, boolean deleted) throws Exception {
    List<Long> sizes = new ArrayList<>();
    for (int generation = 0; generation < GENERATIONS; generation++) {
      moveTo(dayOf(generation));
      live(generation);
      if (deleted) {
        leave(generation - 1);
      }
      step.bundleIsDue();
      moveTo(now.plusMillis(1));
      assertIsBounded(MOST_ENTITIES);
      sizes.add(step.snapshot(generation, generation).getManagedKeyedState().getStateSize());
    }
    if (!onDisk) {
      assertThat(sizes.get(GENERATIONS - 1)).isLessThan(sizes.get(SETTLED) * 5 / 4);
    }
    if (deleted) {
      leave(GENERATIONS - 1);
      step.bundleIsDue();
    }
    moveTo(now.plus(GENERATION));
    moveTo(now.plus(FeatureStore.MEMORY).plus(Duration.ofHours(1)));
    assertIsBounded(0);
  }

  private static Instant dayOf(int generation) {
    return NOON.plus(GENERATION.multipliedBy(generation));
  }

  /** Lets time pass, and the writer write what has come of all. */
  private void moveTo(Instant moment) throws Exception {
    now = moment;
    step.timeIs(now);
    for (FeatureUpdate update : step.extractOutputValues()) {
      writer.processElement(update, 0);
    }
    step.getOutput().clear();
    writer.processWatermark(now.toEpochMilli());
    writer.setProcessingTime(writer.getProcessingTime() + 100);
    // A time that has passed the writer is one before which nothing waits in it.
    assertThat(writer.getOutput()).last().isEqualTo(new Watermark(now.toEpochMilli()));
    writer.getOutput().clear();
  }

  private void live(int generation) throws Exception {
    for (int entity = 0; entity < ENTITIES; entity++) {
      for (RowImage row : rows(generation, entity)) {
        step.bundle(null, row);
      }
    }
  }

  private void leave(int generation) throws Exception {
    for (int entity = 0; generation >= 0 && entity < ENTITIES; entity++) {
      for (RowImage row : rows(generation, entity)) {
        step.bundle(row, null);
      }
    }
  }

  /** Three rows; one of them is ahead of its time. */
  private static List<RowImage> rows(int generation, int entity) {
    long user = (long) generation * ENTITIES + entity;
    List<RowImage> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Instant occurred = dayOf(generation).plusSeconds(60L * (i - 1));
      String type = i == 0 ? "view" : "click";
      rows.add(
          Events.TABLE.image(
              user * 3 + i, user, "web" + i, type, "1.5", i, 1.0 * i, true, occurred));
    }
    return rows;
  }

  private void assertIsBounded(long most) throws Exception {
    long entities = step.entities();
    assertThat(entities).isLessThanOrEqualTo(most);
    assertThat(step.notes()).isLessThanOrEqualTo(3 * entities);
    assertThat((long) REDIS.connection().keys("feature:by_user:").size()).isLessThanOrEqualTo(most);
  }
}
