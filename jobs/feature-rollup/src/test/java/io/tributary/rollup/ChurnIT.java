package io.tributary.rollup;

import static io.tributary.rollup.RollupStepHarness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.EveryAggregate;
import io.tributary.rollup.logic.Rollup;
import io.tributary.stack.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Entities come, have their rows, lose them and are forgotten, generation by generation, a day of
 * database time each: what is kept of them stays within the bound of those that are remembered.
 * {@code -Dtributary.long=true} makes it fifty times as many.
 */
class ChurnIT {

  private static final int GENERATIONS = Boolean.getBoolean("tributary.long") ? 2_000 : 40;
  private static final int ENTITIES = 25;
  private static final Duration GENERATION = Duration.ofDays(1);

  /** Those that have rows, those that are remembered, and those whose moment has just come. */
  private static final long MOST_ENTITIES = ENTITIES * (2 + Entities.MEMORY.toDays());

  private static final int SETTLED = 15;
  private static final Rollup WINDOWS =
      Events.byUser(
          Events.count("clicks", Map.of("event_type", "click"), "5m", "1h"),
          Events.count("all", Map.of(), "1h"));

  @TempDir static Path directory;
  private static RedisServer server;

  private final List<Long> sizes = new ArrayList<>();

  @BeforeAll
  static void startServer() {
    server = RedisServer.in(directory);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forgetsEntitiesWhoseRowsHaveLeftTheirWindows(boolean onDisk) throws Exception {
    run(WINDOWS, onDisk, false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void forgetsEntitiesWhoseRowsAreDeletedWhateverTheAggregate(boolean onDisk) throws Exception {
    run(EveryAggregate.byUser("by_user", 1_000), onDisk, true);
  }

  private void run(Rollup rollup, boolean onDisk, boolean deleted) throws Exception {
    RedisAddress address = RedisAddress.parse(server.url());
    RollupPlan plan = RollupStepHarness.plan(rollup);
    FeatureWriter writes =
        new FeatureWriter(new RedisFeatures(address, plan.rollups().keySet()), plan);
    try (RollupStepHarness step = new RollupStepHarness(rollup, 1, 0);
        var writer = new OneInputStreamOperatorTestHarness<>(writes);
        RedisConnection redis = RedisConnection.open(address)) {
      if (!onDisk) {
        step.setStateBackend(new HashMapStateBackend());
      }
      step.open();
      writer.open();
      Instant now = NOON;
      for (int generation = 0; generation < GENERATIONS; generation++) {
        now = now.plus(GENERATION);
        step.timeIs(now);
        live(step, generation, now);
        if (deleted) {
          leave(step, generation - 1, now.minus(GENERATION));
        }
        step.bundleIsDue();
        write(step, writer, now);
        assertIsBounded(step, redis, MOST_ENTITIES);
        sizes.add(step.snapshot(generation, generation).getManagedKeyedState().getStateSize());
      }
      if (!onDisk) {
        assertThat(sizes.get(GENERATIONS - 1)).isLessThan(sizes.get(SETTLED) * 5 / 4);
      }
      leaveLast(step, deleted, now);
      for (Duration passing : List.of(GENERATION, Entities.MEMORY)) {
        now = now.plus(passing);
        step.timeIs(now);
        write(step, writer, now);
      }
      assertIsBounded(step, redis, 0);
    }
  }

  private static void leaveLast(RollupStepHarness step, boolean deleted, Instant now)
      throws Exception {
    if (deleted) {
      leave(step, GENERATIONS - 1, now);
      step.bundleIsDue();
    }
  }

  private static void live(RollupStepHarness step, int generation, Instant now) throws Exception {
    for (int entity = 0; entity < ENTITIES; entity++) {
      for (RowImage row : rows(generation, entity, now)) {
        step.bundle(null, row);
      }
    }
  }

  private static void leave(RollupStepHarness step, int generation, Instant then)
      throws Exception {
    for (int entity = 0; generation >= 0 && entity < ENTITIES; entity++) {
      for (RowImage row : rows(generation, entity, then)) {
        step.bundle(row, null);
      }
    }
  }

  /** Three rows; one of them is ahead of its time. */
  private static List<RowImage> rows(int generation, int entity, Instant now) {
    long user = (long) generation * ENTITIES + entity;
    List<RowImage> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Instant at = now.plusSeconds(60L * (i - 1));
      String type = i == 0 ? "view" : "click";
      rows.add(
          Events.TABLE.image(user * 3 + i, user, "web" + i, type, "1.5", i, 1.0 * i, true, at));
    }
    return rows;
  }

  private static void write(
      RollupStepHarness step,
      OneInputStreamOperatorTestHarness<FeatureUpdate, Void> writer,
      Instant now)
      throws Exception {
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

  private static void assertIsBounded(RollupStepHarness step, RedisConnection redis, long most)
      throws Exception {
    long entities = step.entities();
    assertThat(entities).isLessThanOrEqualTo(most);
    assertThat((long) step.numEventTimeTimers()).isLessThanOrEqualTo(entities);
    assertThat((long) redis.keys("feature:by_user:").size()).isLessThanOrEqualTo(most);
  }
}
