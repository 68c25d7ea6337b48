package io.tributary.rollup;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Says in Redis how fresh each rollup is. It runs once, so its watermark is the least of all {@link
 * FeatureWriter}s': everything before it is written.
 *
 * <p>The mark is called approximate: that the watermark has reached a moment does not prove that
 * each change committed before it has come out of the connector.
 */
final class FreshnessMark extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<Void, Void> {

  static final String UID = "freshness-mark";

  private static final long serialVersionUID = 1L;

  /** Watermarks may come faster than anybody needs to know of them. */
  private static final long SHORTEST_PAUSE_MILLIS = 200;

  private final RedisAddress address;
  private final Set<String> rollups;
  private final RebuildEpochs epochs;
  private transient RedisConnection redis;
  private transient long epoch;
  private transient long latest;
  private transient long written;
  private transient boolean pausing;

  @SuppressWarnings("NullAway.Init") // Flink opens an operator before it uses it.
  FreshnessMark(RedisAddress address, RollupPlan plan, RebuildEpochs epochs) {
    this.address = address;
    this.rollups = Set.copyOf(plan.rollups().keySet());
    this.epochs = epochs;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    epoch =
        RebuildEpochs.restoreOrBegin(epochs, context.isRestored(), context.getOperatorStateStore());
  }

  @Override
  public void open() {
    redis = RedisConnection.open(address);
    latest = Long.MIN_VALUE;
    written = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<Void> element) {}

  @Override
  public void processWatermark(Watermark mark) {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      // The end of the input is no moment of database time.
      return;
    }
    latest = mark.getTimestamp();
    if (!pausing) {
      write();
    }
  }

  private void write() {
    if (latest == written) {
      return;
    }
    RedisBatch batch = new RedisBatch();
    List<String> arguments = List.of(FeatureVersion.epochText(epoch), FeatureHash.moment(latest));
    for (String rollup : rollups) {
      batch.evaluate(FeatureScripts.MARK, List.of(FeatureKeys.freshness(rollup)), arguments);
    }
    FeatureHash.refused(redis.send(batch));
    written = latest;
    pause();
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
