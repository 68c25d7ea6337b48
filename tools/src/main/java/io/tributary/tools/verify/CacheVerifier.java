package io.tributary.tools.verify;

import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObjects;

/**
 * Looks for cache entries that a later change should have removed: those that say something else
 * than the database would say now. An entry that is gone is right; the next reader fills it.
 */
public final class CacheVerifier {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int KEYS_A_BATCH = 1_000;
  private static final String NO_ROW = "no row";

  /** What the comparison found, over all keys that were ever filled. */
  public record Result(long compared, long stale, List<Difference> differences) {

    public boolean ok() {
      return stale == 0;
    }
  }

  private final CacheTruth truth;
  private final RedisConnection redis;

  public CacheVerifier(CacheTruth truth, RedisConnection redis) {
    this.truth = truth;
    this.redis = redis;
  }

  public Result verify(Connection database, Collection<String> filledKeys) throws SQLException {
    Map<String, String> expected = truth.read(database);
    List<String> keys = List.copyOf(filledKeys);
    List<Difference> differences = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += KEYS_A_BATCH) {
      List<String> some = keys.subList(from, Math.min(keys.size(), from + KEYS_A_BATCH));
      List<@Nullable Object> values = get(some);
      for (int i = 0; i < some.size(); i++) {
        String now = expected.getOrDefault(some.get(i), NO_ROW);
        Object kept = values.get(i);
        if (kept != null && !Objects.equals(kept, now)) {
          differences.add(Difference.inCache(some.get(i), now, kept.toString()));
        }
      }
    }
    return new Result(keys.size(), differences.size(), differences);
  }

  private List<@Nullable Object> get(List<String> keys) {
    RedisBatch batch = new RedisBatch();
    keys.forEach(key -> batch.add(COMMANDS.get(key)));
    return redis.send(batch);
  }
}
