package io.tributary.tools.verify;

import io.tributary.caching.logic.CacheSql;
import io.tributary.caching.logic.KeyTemplate;
import io.tributary.config.CacheConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a cache should hold: for each key of the cache rules, a digest of all rows that have it. An
 * entry is right as long as the digest it was made from is today's.
 */
public final class CacheTruth {

  private final Set<String> queries = new LinkedHashSet<>();

  /**
   * @param tables descriptions of at least the tables that the rules are on
   */
  public CacheTruth(Map<String, CacheConfig> caches, Map<TableId, TableDescription> tables) {
    for (CacheConfig cache : caches.values()) {
      TableDescription table = Sql.describe(tables, cache.on());
      for (String template : cache.keys()) {
        queries.add(
            """
            SELECT key, md5(string_agg(whole_row, ',' ORDER BY whole_row))
            FROM (SELECT %s AS key, (t.*)::text AS whole_row FROM %s t) keyed
            WHERE key IS NOT NULL GROUP BY key"""
                .formatted(
                    CacheSql.key(KeyTemplate.parse(template), table.columns()),
                    Sql.quoted(cache.on())));
      }
    }
  }

  /** Digests by key, as the database has them now. */
  public Map<String, String> read(Connection database) throws SQLException {
    Map<String, String> digests = new TreeMap<>();
    try (Statement statement = database.createStatement()) {
      for (String query : queries) {
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            digests.merge(rows.getString(1), rows.getString(2), (one, other) -> one + "," + other);
          }
        }
      }
    }
    return digests;
  }
}
