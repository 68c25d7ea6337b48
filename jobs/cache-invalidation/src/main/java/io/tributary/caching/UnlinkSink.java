package io.tributary.caching;

import io.tributary.caching.logic.Invalidation;
import io.tributary.config.PipelineConfig;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.redis.RedisPatience;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Removes keys from Redis, at least once for every invalidation: each has been carried out before a
 * checkpoint that covers it completes, and those after the last checkpoint are carried out again
 * when the job is restored.
 */
final class UnlinkSink implements Sink<Invalidation> {

  static final String UID = "unlink-keys";

  private static final long serialVersionUID = 1L;

  private final RedisAddress address;
  private final RedisPatience patience;

  UnlinkSink(RedisAddress address, RedisPatience patience) {
    this.address = address;
    this.patience = patience;
  }

  /** The sink into the pipeline's Redis. */
  static UnlinkSink of(PipelineConfig config) {
    return new UnlinkSink(config.redisAddress(), RedisPatience.DEFAULT);
  }

  @Override
  public SinkWriter<Invalidation> createWriter(WriterInitContext context) {
    return new UnlinkWriter(
        RedisConnection.open(address, patience),
        context.getProcessingTimeService(),
        context.metricGroup());
  }

  @Override
  @Deprecated
  public SinkWriter<Invalidation> createWriter(InitContext context) {
    throw new UnsupportedOperationException("Flink calls the variant with WriterInitContext");
  }
}
