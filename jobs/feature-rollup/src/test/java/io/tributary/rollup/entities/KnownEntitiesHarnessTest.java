package io.tributary.rollup.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.entities.KnownEntities.Room;
import io.tributary.rollup.logic.EveryAggregate;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.store.FeatureUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether entities are held as objects, are in state, or go to and fro makes no difference to what
 * is told of them.
 */
class KnownEntitiesHarnessTest {

  private static final Rollup ROLLUP = EveryAggregate.byUser("by_user", 5);
  private static final int USERS = 6;

  /** For none of them, for some of the six, and for all, as objects and as bytes. */
  private static final List<Room> ROOMS =
      List.of(
          new Room(0, 0),
          new Room(20_000, 0),
          new Room(0, 12_000),
          new Room(20_000, 12_000),
          new Room(0, 1 << 20),
          new Room(60_000, 1 << 20),
          Room.MOST);

  /** A step, and what it has saved. */
  private static final class Run implements AutoCloseable {
    private final boolean isOnHeap;
    private final Room room;
    private RollupStepHarness step;

    Run(boolean isOnHeap, Room room) throws Exception {
      this.isOnHeap = isOnHeap;
      this.room = room;
      this.step = open(true, null);
    }

    private RollupStepHarness open(boolean isComplete, @Nullable OperatorSubtaskState saved)
        throws Exception {
      RollupStepHarness opened =
          new RollupStepHarness(ROLLUP, new RollupStepHarness.ForgottenStore(isComplete), room);
      // The harness shows no earlier checkpoint to one that builds on it.
      opened.setStateBackend(
          isOnHeap ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend(false));
      if (saved != null) {
        opened.initializeState(saved);
      }
      opened.open();
      return opened;
    }

    /** Crashes and goes on from a checkpoint; if Redis is not complete, all is told again. */
    void restore(boolean isComplete, OperatorSubtaskState saved) throws Exception {
      step.close();
      step = open(isComplete, saved);
      step.setProcessingTime(step.getProcessingTime() + 1);
    }

    /** What is told of which entity, by entity and version. */
    List<String> told() {
      List<String> told = new ArrayList<>();
      for (FeatureUpdate each : step.extractOutputValues()) {
        told.add(
            "%s %s %s %s"
                .formatted(
                    each.entity().text(), each.version().text(), each.change(), each.values()));
      }
      step.getOutput().clear();
      return told.stream().sorted().toList();
    }

    @Override
    public void close() throws Exception {
      step.close();
    }
  }

  static LongStream seeds() {
    return new Random(RandomHistory.seed()).longs(2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsTheSameWithoutRoomAsOnHeap(long seed) throws Exception {
    List<Run> runs = new ArrayList<>(List.of(new Run(true, Room.MOST)));
    for (Room room : ROOMS) {
      runs.add(new Run(false, room));
    }
    try {
      compare(runs, new RandomHistory(seed, USERS), new Random(seed));
    } finally {
      for (Run each : runs) {
        each.close();
      }
    }
  }

  private static void compare(List<Run> runs, RandomHistory history, Random random)
      throws Exception {
    int told = 0;
    List<OperatorSubtaskState> saved = List.of();
    for (int round = 0; round < 60; round++) {
      saved = round % 7 == 0 ? save(runs, round) : saved;
      change(runs, history.changes(random.nextInt(15)), history.passTime());
      if (random.nextInt(8) == 0) {
        restore(runs, saved, random.nextBoolean());
      }
      List<String> expected = runs.get(0).told();
      told += expected.size();
      for (Run each : runs) {
        assertThat(each == runs.get(0) ? expected : each.told())
            .as("%s, round %d", each.room, round)
            .isEqualTo(expected);
      }
    }
    assertThat(told).isGreaterThan(100);
  }

  private static List<OperatorSubtaskState> save(List<Run> runs, int checkpoint) throws Exception {
    List<OperatorSubtaskState> saved = new ArrayList<>();
    for (Run each : runs) {
      saved.add(each.step.snapshot(checkpoint, checkpoint));
    }
    return saved;
  }

  private static void change(List<Run> runs, List<RandomHistory.Change> changes, Instant now)
      throws Exception {
    for (Run each : runs) {
      for (RandomHistory.Change change : changes) {
        each.step.bundle(change.before(), change.after());
      }
      each.step.bundleIsDue();
      each.step.timeIs(now);
    }
  }

  private static void restore(List<Run> runs, List<OperatorSubtaskState> saved, boolean isComplete)
      throws Exception {
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).restore(isComplete, saved.get(i));
    }
  }
}
