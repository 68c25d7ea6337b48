package io.tributary.rollup.entities;

import io.tributary.redis.RedisAddress;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.redis.RedisFeatures;
import io.tributary.rollup.redis.RedisRebuildEpochs;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureWriter;
import io.tributary.runtime.ledger.Filled;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One attempt of the job, step and writer, over a log, from a checkpoint on. */
final class ReplayedAttempt {

  private final ContributionLog log;
  private final int[] offsets = new int[ContributionLog.PARTITIONS];
  private final long[] clocks = new long[ContributionLog.PARTITIONS];
  private final long gatherMillis;
  private final KeyedTwoInputStreamOperatorTestHarness<String, Contribution, Filled, FeatureUpdate>
      rollup;
  private final OneInputStreamOperatorTestHarness<FeatureUpdate, Void> writer;
  private long watermark = Long.MIN_VALUE;
  private long processingTime;

  /** What an attempt goes on from: the step's state, and the next offset of each partition. */
  record Checkpoint(OperatorSubtaskState state, List<Integer> offsets) {}

  ReplayedAttempt(
      Rollup definition, ContributionLog log, RedisAddress redis, @Nullable Checkpoint from)
      throws Exception {
    this.log = log;
    Arrays.fill(clocks, Long.MIN_VALUE);
    RollupPlan plan = RollupStepHarness.plan(definition);
    gatherMillis = plan.gatherMillis();
    RedisFeatures features = new RedisFeatures(redis, plan.rollups().keySet());
    RedisRebuildEpochs epochs =
        new RedisRebuildEpochs(redis, "test", "any", List.of(definition.name()));
    rollup =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new RollupStep(plan, epochs, features), Contribution::key, null, Types.STRING);
    if (from != null) {
      rollup.initializeState(from.state());
      Arrays.setAll(offsets, from.offsets()::get);
    }
    rollup.open();
    rollup.processWatermarkStatus2(WatermarkStatus.IDLE);
    writer = new OneInputStreamOperatorTestHarness<>(new FeatureWriter(features, plan));
    writer.open();
  }

  boolean isAtEnd() {
    return IntStream.range(0, offsets.length)
        .allMatch(partition -> offsets[partition] == log.length(partition));
  }

  /** Reads a record of some partition, or lets the watermark follow, or time pass. */
  void step(Random random) throws Exception {
    read(random.nextInt(offsets.length));
    if (random.nextInt(3) == 0) {
      advanceWatermark();
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

  private void read(int partition) throws Exception {
    if (offsets[partition] < log.length(partition)) {
      ContributionLog.Commit commit = log.commit(partition, offsets[partition]);
      offsets[partition]++;
      clocks[partition] = commit.at() - 1;
      rollup.processElement1(commit.contribution(), 0);
    }
  }

  private void advanceWatermark() throws Exception {
    long least = Arrays.stream(clocks).min().orElseThrow();
    if (least > watermark) {
      watermark = least;
      rollup.processWatermark1(new Watermark(least));
    }
  }

  private void drain() throws Exception {
    for (FeatureUpdate update : rollup.extractOutputValues()) {
      writer.processElement(update, 0);
    }
    rollup.getOutput().clear();
  }

  Checkpoint checkpoint() throws Exception {
    writeAll();
    return new Checkpoint(rollup.snapshot(1, 1), Arrays.stream(offsets).boxed().toList());
  }

  /** Applies and writes all that waits. */
  private void writeAll() throws Exception {
    rollup.prepareSnapshotPreBarrier(1);
    drain();
    writer.prepareSnapshotPreBarrier(1);
  }

  void finishAt(Instant end) throws Exception {
    rollup.processWatermark1(new Watermark(end.toEpochMilli()));
    writeAll();
  }

  /** What waits in the writer is lost. */
  void crash() throws Exception {
    rollup.getOperator().close();
    writer.getOperator().close();
  }
}
