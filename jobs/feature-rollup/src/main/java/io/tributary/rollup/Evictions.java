package io.tributary.rollup;

import io.tributary.redis.RedisConnection;
import io.tributary.runtime.PipelineMetrics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether Redis removes keys for want of memory, of which nobody is told. Policies for keys
 * that expire are let pass: of features only the bare versions of entities without rows do.
 */
final class Evictions {

  private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);
  private static final String OF_ANY_KEY = "allkeys";

  private final RedisConnection redis;
  private final Counter evicted;
  private final boolean ofAnyKey;
  private long seen;
  private boolean warned;

  /**
   * Begins to watch.
   *
   * @throws IllegalStateException if features can be evicted and that is not accepted
   */
  Evictions(RedisConnection redis, boolean accepted, MetricGroup metrics) {
    this.redis = redis;
    this.evicted =
        metrics.addGroup(PipelineMetrics.GROUP).counter(PipelineMetrics.REDIS_EVICTED_KEYS);
    this.seen = redis.evictedKeys();
    this.ofAnyKey =
        redis.evictionPolicies().stream().anyMatch(policy -> policy.startsWith(OF_ANY_KEY));
    if (ofAnyKey && !accepted) {
      throw new IllegalStateException(
          redis
              + " has a maxmemory-policy by which it evicts features, and nobody would notice; set"
              + " noeviction, or volatile-lru if it holds caches whose keys expire, or accept it"
              + " with redis.accept-evictions: true");
    }
  }

  void look() {
    long now = redis.evictedKeys();
    if (now > seen) {
      evicted.inc(now - seen);
      if (ofAnyKey && !warned) {
        warned = true;
        LOG.warn(
            "{} evicts keys, and features can be among them. They are not there again.", redis);
      }
    }
    // A server that takes over, or was restarted, has counted for itself.
    seen = now;
  }
}
