package io.tributary.sandbox;

import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.tools.verify.CacheTruth;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import redis.clients.jedis.CommandObjects;

/**
 * Does what an application does with its cache: reads rows and keeps what it made of them under the
 * keys of the pipeline's cache rules. Fills while nothing commits, so that no fill can be overtaken
 * by a change that it did not see.
 */
final class CacheFiller {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int ENTRIES_A_BATCH = 1_000;

  private final CacheTruth truth;
  private final RedisConnection redis;
  private final Set<String> leftAlone;
  private final Set<String> filled = new TreeSet<>();

  /**
   * @param leftAlone keys that somebody else fills
   */
  CacheFiller(CacheTruth truth, RedisConnection redis, Set<String> leftAlone) {
    this.truth = truth;
    this.redis = redis;
    this.leftAlone = leftAlone;
  }

  CacheTruth truth() {
    return truth;
  }

  /** Fills an entry for every key that the database's rows have now. */
  void fill(Connection database) throws SQLException {
    RedisBatch batch = new RedisBatch();
    for (Map.Entry<String, String> entry : truth.read(database).entrySet()) {
      if (leftAlone.contains(entry.getKey())) {
        continue;
      }
      batch.add(COMMANDS.set(entry.getKey(), entry.getValue()));
      filled.add(entry.getKey());
      if (batch.size() == ENTRIES_A_BATCH) {
        redis.send(batch);
        batch = new RedisBatch();
      }
    }
    if (batch.size() > 0) {
      redis.send(batch);
    }
  }

  /** The keys filled so far. */
  Set<String> keys() {
    return Collections.unmodifiableSet(filled);
  }
}
