package io.tributary.rollup.entities;

import io.tributary.config.FeatureTopicsConfig;
import io.tributary.config.RollupConfig.TopicFormat;
import io.tributary.event.RowImage;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.plan.FeatureTopic;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.Attempt;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.runtime.ledger.Filled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.internal.InternalListState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The rollup step under Flink's clockwork, on RocksDB, timers included. */
public final class RollupStepHarness
    extends KeyedTwoInputStreamOperatorTestHarness<String, Contribution, Filled, FeatureUpdate> {

  static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");

  private final Rollup rollup;

  RollupStepHarness(Rollup rollup, int parallelism, int subtask) throws Exception {
    this(rollup, parallelism, subtask, new ForgottenStore(true));
  }

  RollupStepHarness(Rollup rollup, int parallelism, int subtask, FeatureStore store)
      throws Exception {
    this(rollup, plan(rollup), parallelism, subtask, store);
  }

  RollupStepHarness(
      Rollup rollup, RollupPlan plan, int parallelism, int subtask, FeatureStore store)
      throws Exception {
    this(
        rollup,
        new RollupStep(plan, restored -> restored == 0 ? 3 : restored, store),
        parallelism,
        subtask);
  }

  /** With other room for the entities that are held. */
  RollupStepHarness(Rollup rollup, FeatureStore store, KnownEntities.Room room) throws Exception {
    this(
        rollup,
        new RollupStep(plan(rollup), restored -> restored == 0 ? 3 : restored, store, room),
        1,
        0);
  }

  private RollupStepHarness(Rollup rollup, RollupStep step, int parallelism, int subtask)
      throws Exception {
    super(step, Contribution::key, null, Types.STRING, 16, parallelism, subtask);
    this.rollup = rollup;
    setStateBackend(new EmbeddedRocksDBStateBackend(true));
  }

  /** Lets a row change, and the bundle with the change be applied. */
  void change(@Nullable RowImage before, @Nullable RowImage after) throws Exception {
    bundle(before, after);
    bundleIsDue();
  }

  /** Lets a row change. */
  void bundle(@Nullable RowImage before, @Nullable RowImage after) throws Exception {
    for (Contribution each : new Contributions(rollup).of(null, before, after).contributions()) {
      processElement1(each, 0);
    }
  }

  /** Lets a row be filled into what came with a generation, from the one before. */
  void fill(int generation, RowImage row) throws Exception {
    Rollup changed =
        rollup.after(((RollupStep) getOperator()).definitions().births(rollup), generation);
    for (Contribution each :
        new Contributions(changed).of(null, row, row, generation - 1, generation).contributions()) {
      processElement1(each, 0);
    }
    bundleIsDue();
  }

  /** Lets a subtask of the ledger say that its rows are filled. */
  void filled(int generation, int subtask, int subtasks) throws Exception {
    processElement2(new Filled("public.events", generation, subtask, subtasks), 0);
  }

  void bundleIsDue() throws Exception {
    setProcessingTime(getProcessingTime() + plan(rollup).gatherMillis());
  }

  void timeIs(Instant moment) throws Exception {
    processWatermarkStatus2(WatermarkStatus.IDLE);
    processWatermark1(new Watermark(moment.toEpochMilli()));
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

  /** The fields that the step has last said it tells entities without. */
  List<String> unfilled() {
    List<String> last = List.of();
    for (StreamRecord<Unfilled> each : getSideOutput(RollupStep.UNFILLED)) {
      last = each.getValue().fields();
    }
    return last;
  }

  /** How many entities are remembered. */
  long entities() throws Exception {
    try (Stream<String> keys = saved().getKeys(RollupStep.STATE, VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  /** How many notes there are of when to look at an entity. */
  long notes() throws Exception {
    KeyedStateBackend<String> backend = saved();
    ListState<String> state =
        backend.getOrCreateKeyedState(
            LongSerializer.INSTANCE,
            new ListStateDescriptor<>(Calendar.STATE, StringSerializer.INSTANCE));
    InternalListState<String, Long, String> notes = (InternalListState<String, Long, String>) state;
    long count = 0;
    try (Stream<Tuple2<String, Long>> all = backend.getKeysAndNamespaces(Calendar.STATE)) {
      for (Tuple2<String, Long> page : all.toList()) {
        backend.setCurrentKey(page.f0);
        notes.setCurrentNamespace(page.f1);
        count += ((Collection<?>) notes.get()).size();
      }
    }
    return count;
  }

  private KeyedStateBackend<String> saved() throws Exception {
    ((RollupStep) getOperator()).entities().save();
    return Objects.requireNonNull(((RollupStep) getOperator()).getKeyedStateBackend());
  }

  List<String> versions() {
    return extractOutputValues().stream().map(update -> update.version().text()).toList();
  }

  static RowImage click(long user, Instant at) {
    return Events.TABLE.image(1, user, "web", "click", "0", 1, 1.0, true, at, null);
  }

  /** A plan without topics. */
  static RollupPlan plan(Rollup... rollups) {
    return plan(List.of(rollups), Map.of(), FeatureTopicsConfig.DEFAULT);
  }

  /** A plan in which a rollup has the topic {@code features.<rollup>}. */
  public static RollupPlan planWithTopic(FeatureTopicsConfig delivery, Rollup rollup) {
    FeatureTopic topic = new FeatureTopic("features." + rollup.name(), TopicFormat.JSON);
    return plan(List.of(rollup), Map.of(rollup.name(), topic), delivery);
  }

  private static RollupPlan plan(
      List<Rollup> rollups, Map<String, FeatureTopic> topics, FeatureTopicsConfig delivery) {
    Map<String, Rollup> byName = new LinkedHashMap<>();
    Map<String, Duration> emitEvery = new LinkedHashMap<>();
    for (Rollup rollup : rollups) {
      byName.put(rollup.name(), rollup);
      emitEvery.put(rollup.name(), Duration.ofMillis(100));
    }
    return new RollupPlan(byName, emitEvery, topics, delivery);
  }

  /** A store that nobody writes to, and that knows whether it has everything. */
  record ForgottenStore(boolean complete) implements FeatureStore {
    @Override
    public Session open(Attempt attempt) {
      throw new IllegalStateException("the step does not write");
    }

    @Override
    public boolean isComplete(long epoch) {
      return complete;
    }
  }
}
