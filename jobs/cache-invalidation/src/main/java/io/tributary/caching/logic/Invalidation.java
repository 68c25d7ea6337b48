package io.tributary.caching.logic;

/**
 * The command to evict one key: {@code user:42}. Idempotent; the order of two does not matter.
 *
 * @param committedAtMicros when the change behind it was committed, by the database's clock,
 *     microseconds since 1970 UTC
 */
public record Invalidation(String key, long committedAtMicros) {}
