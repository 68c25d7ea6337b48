package io.tributary.caching;

import io.tributary.caching.logic.Invalidation;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Gathers keys and removes them together: when many have come, a moment after the first, and before
 * each checkpoint. A key that is invalidated again while it waits is removed once, which is enough:
 * the removal comes after the last of the changes.
 */
final class UnlinkWriter implements SinkWriter<Invalidation> {

  static final int KEYS_PER_FLUSH = 4_096;
  static final long LINGER_MILLIS = 20;

  private final RedisConnection redis;
  private final ProcessingTimeService clock;
  private final Counter requested;
  private final Counter coalesced;
  private final Counter removed;

  private final Set<String> waiting = new LinkedHashSet<>();
  private long oldestCommitMicros = Long.MAX_VALUE;
  private long lagMillis;
  private boolean flushIsDue;

  UnlinkWriter(RedisConnection redis, ProcessingTimeService clock, MetricGroup metrics) {
    this.redis = redis;
    this.clock = clock;
    MetricGroup group = metrics.addGroup(PipelineMetrics.GROUP);
    this.requested = group.counter(PipelineMetrics.INVALIDATIONS);
    this.coalesced = group.counter(PipelineMetrics.COALESCED);
    this.removed = group.counter(PipelineMetrics.EVICTED);
    group.gauge(PipelineMetrics.EVICTION_LAG, () -> lagMillis);
  }

  @Override
  public void write(Invalidation invalidation, Context context) {
    requested.inc();
    if (!waiting.add(invalidation.key())) {
      coalesced.inc();
    }
    oldestCommitMicros = Math.min(oldestCommitMicros, invalidation.committedAtMicros());
    if (waiting.size() >= KEYS_PER_FLUSH) {
      unlink();
    } else if (!flushIsDue) {
      flushIsDue = true;
      clock.registerTimer(
          clock.getCurrentProcessingTime() + LINGER_MILLIS,
          time -> {
            flushIsDue = false;
            unlink();
          });
    }
  }

  /** Called before the barrier of a checkpoint goes on, and at the end of a bounded source. */
  @Override
  public void flush(boolean endOfInput) {
    unlink();
  }

  private void unlink() {
    if (waiting.isEmpty()) {
      return;
    }
    RedisBatch batch = new RedisBatch();
    // One command for each key: Redis takes them as fast as many keys in one, and so does a
    // cluster.
    waiting.forEach(batch::unlink);
    for (Object count : redis.send(batch)) {
      removed.inc(count instanceof Long keys ? keys : 0);
    }
    lagMillis = clock.getCurrentProcessingTime() - oldestCommitMicros / 1000;
    waiting.clear();
    oldestCommitMicros = Long.MAX_VALUE;
  }

  @Override
  public void close() {
    redis.close();
  }
}
