package io.tributary.caching;

import io.tributary.config.PipelineConfig;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.redis.RedisScript;
import io.tributary.runtime.freshness.TableFreshness;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Says in Redis up to when caches follow each table, in the hash {@code
 * freshness:<schema>.<table>}: {@code as_of}, {@code as_of_lsn}, {@code as_of_kind}. An entry that
 * was removed stays removed, so a mark stays true whatever happens to the job, and never goes back.
 */
final class FreshnessSink implements Sink<TableFreshness> {

  static final String UID = "freshness-of-caches";

  private static final long serialVersionUID = 1L;
  private static final String KEY = "freshness:";

  private static final RedisScript MARK =
      RedisScript.of(
          """
          local stored = redis.call('HGET', KEYS[1], 'as_of')
          if not stored or stored <= ARGV[1] then
            redis.call('HSET', KEYS[1], 'as_of', ARGV[1], 'as_of_lsn', ARGV[2],
              'as_of_kind', ARGV[3])
          end
          return 1
          """);

  private final RedisAddress address;

  FreshnessSink(RedisAddress address) {
    this.address = address;
  }

  /** The sink into the pipeline's Redis. */
  static FreshnessSink of(PipelineConfig config) {
    return new FreshnessSink(config.redisAddress());
  }

  @Override
  public SinkWriter<TableFreshness> createWriter(WriterInitContext context) {
    return new Writer(RedisConnection.open(address));
  }

  @Override
  @Deprecated
  public SinkWriter<TableFreshness> createWriter(InitContext context) {
    throw new UnsupportedOperationException("Flink calls the variant with WriterInitContext");
  }

  /** Marks are few, so each is sent as it comes. */
  private static final class Writer implements SinkWriter<TableFreshness> {

    private final RedisConnection redis;

    Writer(RedisConnection redis) {
      this.redis = redis;
    }

    @Override
    public void write(TableFreshness mark, Context context) {
      RedisBatch batch = new RedisBatch();
      List<String> arguments = List.of(mark.asOfText(), mark.lsnText(), mark.kind());
      batch.evaluate(MARK, List.of(KEY + mark.table()), arguments);
      redis.send(batch);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {
      redis.close();
    }
  }
}
