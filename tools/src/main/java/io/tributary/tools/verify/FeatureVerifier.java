package io.tributary.tools.verify;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupSql;
import io.tributary.rollup.plan.RollupPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObjects;

/**
 * Compares every feature in Redis with the SQL that defines it, at the moment up to which the job
 * says its values are. The pipeline must be at rest: see the sandbox's decision on verification.
 */
public final class FeatureVerifier {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int KEYS_A_BATCH = 1_000;

  /** What the comparison found: values compared, and those that are not what SQL says. */
  public record Result(long compared, long mismatched, List<Difference> differences) {

    public boolean ok() {
      return mismatched == 0;
    }
  }

  private final PipelineConfig config;
  private final Map<TableId, TableDescription> tables;
  private final RedisConnection redis;
  private final int mostDifferences;
  private final List<Difference> differences = new ArrayList<>();
  private long compared;
  private long mismatched;

  /**
   * @param tables what is left out of these descriptions is not compared
   */
  public FeatureVerifier(
      PipelineConfig config,
      Map<TableId, TableDescription> tables,
      RedisConnection redis,
      int mostDifferences) {
    this.config = config;
    this.tables = tables;
    this.redis = redis;
    this.mostDifferences = mostDifferences;
  }

  public Result verify(Connection database) throws SQLException {
    for (Rollup rollup : RollupPlan.of(config).rollups().values()) {
      TableDescription table = Sql.describe(tables, rollup.from());
      if (rollup.isFoundIn(table.columns())) {
        compare(rollup, table, database);
      }
    }
    return new Result(compared, mismatched, List.copyOf(differences));
  }

  private void compare(Rollup rollup, TableDescription table, Connection database)
      throws SQLException {
    String prefix = "feature:" + rollup.name();
    RollupSql sql = RollupSql.of(rollup, table);
    Map<String, Map<String, String>> expected = new TreeMap<>();
    String time = redis.call(COMMANDS.hget(prefix, "database_time"));
    if (time == null) {
      compared++;
      differ(prefix, "database_time", "the moment that the values are of", null);
      return;
    }
    truth(sql, rollup, Instant.parse(time), database)
        .forEach((entity, values) -> expected.put(prefix + ":" + entity, values));
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(redis.keys(prefix + ":"));
    List<String> all = List.copyOf(keys);
    for (int from = 0; from < all.size(); from += KEYS_A_BATCH) {
      List<String> some = all.subList(from, Math.min(all.size(), from + KEYS_A_BATCH));
      RedisBatch batch = new RedisBatch();
      some.forEach(key -> batch.add(COMMANDS.hgetAll(key)));
      List<@Nullable Object> hashes = redis.send(batch);
      for (int i = 0; i < some.size(); i++) {
        compare(
            some.get(i),
            expected.getOrDefault(some.get(i), Map.of()),
            (Map<?, ?>) Objects.requireNonNull(hashes.get(i)),
            sql);
      }
    }
  }

  private static Map<String, Map<String, String>> truth(
      RollupSql sql, Rollup rollup, Instant moment, Connection database) throws SQLException {
    try {
      return sql.values(database, moment);
    } catch (SQLException e) {
      throw new SQLException(
          "the SQL of rollup %s fails: %s".formatted(rollup.name(), e.getMessage()),
          e.getSQLState(),
          e);
    }
  }

  /** The fields of a hash that are features; those that begin with an underscore are not. */
  private static Map<String, String> features(Map<?, ?> hash) {
    Map<String, String> features = new TreeMap<>();
    hash.forEach(
        (field, value) -> {
          if (!field.toString().startsWith("_")) {
            features.put(field.toString(), value.toString());
          }
        });
    return features;
  }

  private void compare(String key, Map<String, String> expected, Map<?, ?> hash, RollupSql sql) {
    Map<String, String> actual = features(hash);
    // What a feature beyond its cap would be is not known, and it must not be there.
    String beyondCap = String.valueOf(hash.get(EntityState.BEYOND_CAP));
    Set<String> fields = new TreeSet<>(expected.keySet());
    fields.addAll(actual.keySet());
    for (String field : fields) {
      String right = expected.get(field);
      String found = actual.get(field);
      if (found == null && beyondCap.contains("\"" + field + "\"")) {
        continue;
      }
      compared++;
      if (!sql.agrees(field, right, found)) {
        differ(key, field, right, found);
      }
    }
  }

  private void differ(String key, String field, @Nullable String right, @Nullable String found) {
    mismatched++;
    if (differences.size() < mostDifferences) {
      differences.add(Difference.inFeature(key, field, right, found));
    }
  }
}
