package io.tributary.tools.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One place where a derived store does not say what the database says.
 *
 * @param store {@code features}, {@code caches} or {@code audit}
 * @param table the source table, for the audit trail
 * @param key the cache key, or the Redis key of an entity
 * @param field the feature, the cache entry's {@code value}, or the audit row's part
 * @param expected what the database says; null where there should be nothing
 * @param actual what the store says; null where it says nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Difference(
    String store,
    @Nullable String table,
    @Nullable String key,
    String field,
    @Nullable String expected,
    @Nullable String actual) {

  static Difference inFeature(
      String key, String field, @Nullable String expected, @Nullable String actual) {
    return new Difference("features", null, key, field, expected, actual);
  }

  static Difference inCache(String key, String expected, String actual) {
    return new Difference("caches", null, key, "value", expected, actual);
  }

  static Difference inAudit(
      String table, String key, String field, @Nullable String expected, @Nullable String actual) {
    return new Difference("audit", table, key, field, expected, actual);
  }
}
