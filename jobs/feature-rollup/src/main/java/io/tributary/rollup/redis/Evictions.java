package io.tributary.rollup.redis;

import io.tributary.redis.RedisConnection;
import io.tributary.runtime.metrics.PipelineMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether Redis removes keys for lack of memory, which nothing else reports. Policies for
 * keys that expire are let pass: of features only the bare versions of entities without rows do.
 */
final class Evictions {

  private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);
  private static final String OF_ANY_KEY = "allkeys";

  private final RedisConnection redis;
  private final boolean accepted;
  private final Counter evicted;
  private long seen;
  private boolean warned;

  /**
   * Begins to watch.
   *
   * @throws IllegalStateException if features can be evicted and that is not accepted
   */
  Evictions(RedisConnection redis, boolean accepted, MetricGroup metrics) {
    this.redis = redis;
    this.accepted = accepted;
    this.evicted =
        metrics.addGroup(PipelineMetrics.GROUP).counter(PipelineMetrics.REDIS_EVICTED_KEYS);
    this.seen = redis.evictedKeys();
    if (!accepted && takesFeatures()) {
      throw refusal();
    }
  }

  IllegalStateException refusal() {
    return new IllegalStateException(
        redis
            + " has a maxmemory-policy that evicts features unnoticed; set"
            + " noeviction, or volatile-lru if it holds caches whose keys expire, or accept it with"
            + " redis.accept-evictions: true");
  }

  private boolean takesFeatures() {
    return redis.evictionPolicies().stream().anyMatch(policy -> policy.startsWith(OF_ANY_KEY));
  }

  /**
   * Looks how many keys are gone. The policy can have changed by now.
   *
   * @return whether features can be among them, and that is not accepted
   */
  boolean look() {
    long now = redis.evictedKeys();
    boolean takesFeatures = now > seen && takesFeatures();
    if (now > seen) {
      evicted.inc(now - seen);
    }
    if (takesFeatures && accepted && !warned) {
      warned = true;
      LOG.warn(
          "{} evicts keys, and features can be among them. Evicted features stay missing.", redis);
    }
    // A server that takes over, or was restarted, has counted for itself.
    seen = now;
    return takesFeatures && !accepted;
  }
}
