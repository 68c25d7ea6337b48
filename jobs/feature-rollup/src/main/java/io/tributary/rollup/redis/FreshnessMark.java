package io.tributary.rollup.redis;

import io.tributary.config.RedisConfig;
import io.tributary.event.TableId;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.entities.Unfilled;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureVersion;
import io.tributary.rollup.store.FeatureWriter;
import io.tributary.rollup.store.FeaturesLostException;
import io.tributary.rollup.store.RebuildEpochs;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says in Redis how fresh each rollup is. It runs once, so its watermark is the least of all {@link
 * FeatureWriter}s': every window has been moved to that moment, and what that changed is written.
 *
 * <p>With that it says that all features are there: subtasks that are restored and find that they
 * are not write them all before they let any time pass. Whoever notices that Redis has lost
 * features ends the attempt, so that all are restored.
 *
 * <p>Of a rollup that has changed it says which fields are being filled. They go once what was
 * published with them is written, of which the watermark is the proof again. Where they are all
 * that the rollup has, it is fresh as of no time.
 *
 * <p>A rollup whose table DDL has rewritten is fresh as of no time, either, as long as rows count
 * as they were before.
 *
 * <p>How fresh a rollup's table is comes from the second input. It is published once the windows
 * have been moved so far, too: a value at {@code as_of} is one that the table had then, or later.
 */
public final class FreshnessMark extends AbstractStreamOperator<Void>
    implements TwoInputStreamOperator<Unfilled, TableFreshness, Void> {

  public static final String UID = "freshness-mark";

  private static final long serialVersionUID = 1L;

  /** Watermarks may come faster than anybody needs to know of them. */
  private static final long SHORTEST_PAUSE_MILLIS = 200;

  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final RedisAddress address;
  private final LinkedHashMap<String, Rollup> rollups;
  private final RebuildEpochs epochs;
  private final boolean acceptEvictions;
  private transient Evictions evictions;
  private transient RedisConnection redis;
  private transient String identity;
  private transient String watch;
  private transient Map<TableId, TableFreshness> tables;
  private transient UnfilledFields unfilled;
  private transient long epoch;
  private transient long latest;
  private transient boolean changed;
  private transient boolean pausing;

  @SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
  public FreshnessMark(RedisConfig redis, RollupPlan plan, RebuildEpochs epochs) {
    this.address = redis.address();
    this.acceptEvictions = redis.acceptEvictions();
    this.rollups = new LinkedHashMap<>(plan.rollups());
    this.epochs = epochs;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    epoch = RebuildEpochs.restoreOrBegin(epochs, context.getOperatorStateStore());
  }

  @Override
  public void open() {
    redis = RedisConnection.open(address);
    evictions = new Evictions(redis, acceptEvictions, getMetricGroup());
    identity = redis.identity();
    watch = UUID.randomUUID().toString();
    RedisBatch batch = new RedisBatch();
    rollups.forEach(
        (name, rollup) ->
            batch.evaluate(
                FeatureScripts.WATCH,
                List.of(FeatureKeys.freshness(name)),
                List.of(FeatureVersion.epochText(epoch), watch, Tolerances.text(rollup))));
    rollups.forEach(this::registerTolerances);
    redis.send(batch).forEach(FeatureHash::outcome);
    tables = new HashMap<>();
    unfilled = new UnfilledFields();
    latest = Long.MIN_VALUE;
    lookAgain();
  }

  private void registerTolerances(String name, Rollup rollup) {
    int count = Tolerances.count(rollup);
    getMetricGroup()
        .addGroup(PipelineMetrics.GROUP)
        .addGroup("rollup", name)
        .gauge(PipelineMetrics.FEATURES_APPROXIMATE, () -> count);
  }

  /** Notices in an idle database, too, that Redis has lost what it had. */
  @SuppressWarnings("FutureReturnValueIgnored") // What a timer throws fails the task.
  private void lookAgain() {
    long next = getProcessingTimeService().getCurrentProcessingTime() + LONGEST_PAUSE_MILLIS;
    getProcessingTimeService()
        .registerTimer(
            next,
            now -> {
              if (evictions.look()) {
                RedisFeatures.disown(redis, rollups.keySet());
                throw evictions.refusal();
              }
              changed();
              lookAgain();
            });
  }

  @Override
  public void processElement1(StreamRecord<Unfilled> element) {
    unfilled.add(element.getValue());
    changed();
  }

  @Override
  public void processElement2(StreamRecord<TableFreshness> element) {
    tables.put(element.getValue().table(), element.getValue());
    changed();
  }

  @Override
  public void processWatermark(Watermark mark) {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      // The end of the input is no moment of database time.
      return;
    }
    if (mark.getTimestamp() > latest) {
      latest = mark.getTimestamp();
      changed();
    }
  }

  private void changed() {
    changed = true;
    if (!pausing) {
      write();
    }
  }

  private void write() {
    if (!changed || latest == Long.MIN_VALUE) {
      return;
    }
    changed = false;
    if (!redis.identity().equals(identity)) {
      RedisFeatures.disown(redis, rollups.keySet());
      throw new FeaturesLostException();
    }
    RedisBatch batch = new RedisBatch();
    rollups.forEach(
        (name, rollup) ->
            batch.evaluate(
                FeatureScripts.MARK, List.of(FeatureKeys.freshness(name)), arguments(rollup)));
    redis.send(batch).forEach(FeatureHash::outcome);
    pause();
  }

  private List<String> arguments(Rollup rollup) {
    @Nullable TableFreshness table = tables.get(rollup.from());
    Set<String> filling = unfilled.of(rollup.name(), latest);
    List<String> arguments = new ArrayList<>();
    arguments.add(FeatureVersion.epochText(epoch));
    arguments.add(watch);
    arguments.add(identity);
    arguments.add(FeatureUpdate.moment(latest));
    arguments.add(filling == null ? FeatureScripts.UNKNOWN : UnfilledFields.text(filling));
    arguments.add(table == null ? FeatureScripts.UNKNOWN : rewritten(table));
    boolean isServed = filling == null || filling.size() < rollup.fields().size();
    // A watermark is a millisecond short of what it follows.
    if (isServed && table != null && table.asOfMillis() <= latest + 1) {
      arguments.add(FeatureUpdate.moment(table.asOfMillis()));
      arguments.add(table.lsnText());
      arguments.add(table.kind());
    }
    return arguments;
  }

  private static String rewritten(TableFreshness table) {
    if (table.rewrittenAtMillis() == TableFreshness.UNKNOWN) {
      return FeatureScripts.UNKNOWN;
    }
    return table.rewrittenAtMillis() == TableFreshness.NOT_REWRITTEN
        ? ""
        : FeatureUpdate.moment(table.rewrittenAtMillis());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What a timer throws fails the task.
  private void pause() {
    pausing = true;
    long pauseEnds = getProcessingTimeService().getCurrentProcessingTime() + SHORTEST_PAUSE_MILLIS;
    getProcessingTimeService().registerTimer(pauseEnds, this::resume);
  }

  private void resume(long now) {
    pausing = false;
    write();
  }

  /** The last mark is not left to a pause that will not end. */
  @Override
  public void finish() {
    write();
  }

  @Override
  public void close() throws Exception {
    if (redis != null) {
      redis.close();
    }
    super.close();
  }
}
