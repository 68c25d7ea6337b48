package io.tributary.config;

/**
 * Whether a job may start without state on topics that do not reach back to a snapshot of the
 * tables. One that continues from a checkpoint or savepoint is not asked.
 */
public enum Bootstrap {
  /** Refuse to start: rows that were never seen would be missing from every result. */
  REQUIRE_SNAPSHOT,
  /** Start, and treat rows that were never seen as unknown. */
  ACCEPT_PARTIAL
}
