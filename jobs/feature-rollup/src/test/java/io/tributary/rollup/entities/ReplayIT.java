package io.tributary.rollup.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisAddress;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupPropertyTest;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.redis.RedisFeatures;
import io.tributary.rollup.redis.RedisRebuildEpochs;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureWriter;
import io.tributary.runtime.ledger.Filled;
import io.tributary.testing.TestRedis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.CommandObjects;

/**
 * Crashes at random moments, and replays in which rows and time come in another order than before,
 * leave Redis with what the definition says.
 */
class ReplayIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int PARTITIONS = 3;
  private static final int ROUNDS = 60;
  // So many that for most the last change is followed by nothing that would repair a mistake.
  private static final int USERS = 150;

  private static final Rollup COUNTS =
      Events.byUser(
          Events.count("clicks", Map.of("event_type", "click"), "10s", "1h"),
          Events.sum("amounts", "amount", Map.of(), "5m", "2d"));

  /** Most rows change none of these. */
  private static final Rollup EXTREMES =
      Events.byUser(
          Events.feature("most", Functions.MAX, "amount", Map.of(), "5m", "lifetime"),
          Events.feature("least", Functions.MIN, "device", Map.of(), "1h", "40d"));

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  static LongStream seeds() {
    return new Random(RandomHistory.seed()).longs(Integer.getInteger("rounds", 15));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsWithWhatTheDefinitionSays(long seed) throws Exception {
    RandomHistory history = new RandomHistory(seed, USERS);
    replay(seed, COUNTS, history);
    assertThat(inRedis())
        .as("seed %d", seed)
        .isEqualTo(RollupPropertyTest.defined(COUNTS, history, history.now()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsRightWhereMostUpdatesChangeNothing(long seed) throws Exception {
    RandomHistory history = new RandomHistory(seed, USERS / 5);
    replay(seed, EXTREMES, history);
    assertThat(inRedis())
        .as("seed %d", seed)
        .isEqualTo(RollupPropertyTest.rebuilt(EXTREMES, history, history.now()));
  }

  private void replay(long seed, Rollup rollup, RandomHistory history) throws Exception {
    Random random = new Random(seed);
    List<List<Commit>> log = log(rollup, history);
    Run run = new Run(rollup, log, null, new int[PARTITIONS]);
    @Nullable OperatorSubtaskState saved = null;
    int[] savedOffsets = new int[PARTITIONS];
    while (!run.atEnd()) {
      run.step(random);
      int dice = random.nextInt(200);
      if (dice < 3) {
        run.barrier();
        saved = run.rollup.snapshot(1, 1);
        savedOffsets = run.offsets.clone();
      } else if (dice < 6) {
        run.crash();
        run = new Run(rollup, log, saved, savedOffsets.clone());
      }
    }
    run.finishAt(history.now());
    run.crash();
  }

  /** A contribution and the time of its commit. */
  private record Commit(Contribution contribution, long at) {}

  /** The changes of a random history, each row's in the order of commit in one partition. */
  private static List<List<Commit>> log(Rollup rollup, RandomHistory history) {
    Contributions contributions = new Contributions(rollup);
    List<List<Commit>> log = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      log.add(new ArrayList<>());
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (RandomHistory.Change change : history.changes(8)) {
        for (Contribution each :
            contributions.of(null, change.before(), change.after()).contributions()) {
          log.get((int) (change.id() % PARTITIONS))
              .add(new Commit(each, history.now().toEpochMilli()));
        }
      }
      if (round < ROUNDS - 1) {
        history.passTime();
      }
    }
    return log;
  }

  private static Map<String, Map<String, String>> inRedis() {
    Map<String, Map<String, String>> entities = new TreeMap<>();
    for (String key : REDIS.connection().call(COMMANDS.keys("feature:by_user:*"))) {
      Map<String, String> hash = REDIS.connection().call(COMMANDS.hgetAll(key));
      hash.keySet().removeIf(field -> field.startsWith("_"));
      if (!hash.isEmpty()) {
        entities.put(key.substring("feature:by_user:".length()), hash);
      }
    }
    return entities;
  }

  /** One attempt of the job, from a checkpoint on. */
  private final class Run {

    private final List<List<Commit>> log;
    private final int[] offsets;
    private final long[] clocks = new long[PARTITIONS];
    private final long gatherMillis;
    private final KeyedTwoInputStreamOperatorTestHarness<
            String, Contribution, Filled, FeatureUpdate>
        rollup;
    private final OneInputStreamOperatorTestHarness<FeatureUpdate, Void> writer;
    private long watermark = Long.MIN_VALUE;
    private long processingTime;

    Run(
        Rollup definition,
        List<List<Commit>> log,
        @Nullable OperatorSubtaskState saved,
        int[] offsets)
        throws Exception {
      this.log = log;
      this.offsets = offsets;
      Arrays.fill(clocks, Long.MIN_VALUE);
      RollupPlan plan = RollupStepHarness.plan(definition);
      gatherMillis = plan.gatherMillis();
      RedisAddress address = REDIS.address();
      RedisFeatures features = new RedisFeatures(address, plan.rollups().keySet());
      rollup =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new RollupStep(
                  plan,
                  new RedisRebuildEpochs(address, "test", "any", List.of("by_user")),
                  features),
              Contribution::key,
              null,
              Types.STRING);
      if (saved != null) {
        rollup.initializeState(saved);
      }
      rollup.open();
      rollup.processWatermarkStatus2(WatermarkStatus.IDLE);
      writer = new OneInputStreamOperatorTestHarness<>(new FeatureWriter(features, plan));
      writer.open();
    }

    boolean atEnd() {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        if (offsets[partition] < log.get(partition).size()) {
          return false;
        }
      }
      return true;
    }

    /** Reads a record of some partition, or lets the watermark follow, or time pass. */
    void step(Random random) throws Exception {
      int partition = random.nextInt(PARTITIONS);
      int offset = offsets[partition];
      if (offset < log.get(partition).size()) {
        Commit commit = log.get(partition).get(offset);
        offsets[partition]++;
        clocks[partition] = commit.at() - 1;
        rollup.processElement1(commit.contribution(), 0);
      }
      if (random.nextInt(3) == 0) {
        long least = Arrays.stream(clocks).min().orElseThrow();
        if (least > watermark) {
          watermark = least;
          rollup.processWatermark1(new Watermark(least));
        }
      }
      if (random.nextInt(4) == 0) {
        rollup.setProcessingTime(rollup.getProcessingTime() + gatherMillis);
      }
      drain();
      if (random.nextInt(4) == 0) {
        processingTime += 60;
        writer.setProcessingTime(processingTime);
      }
    }

    /** Applies and writes all that waits. */
    void barrier() throws Exception {
      rollup.prepareSnapshotPreBarrier(1);
      drain();
      writer.prepareSnapshotPreBarrier(1);
    }

    private void drain() throws Exception {
      for (FeatureUpdate update : rollup.extractOutputValues()) {
        writer.processElement(update, 0);
      }
      rollup.getOutput().clear();
    }

    void finishAt(Instant end) throws Exception {
      rollup.processWatermark1(new Watermark(end.toEpochMilli()));
      barrier();
    }

    /** What waits in the writer is lost. */
    void crash() throws Exception {
      rollup.getOperator().close();
      writer.getOperator().close();
    }
  }
}
