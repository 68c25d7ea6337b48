package io.tributary.caching;

/** TODO move to PipelineMetrics. */
final class CacheMetrics {
  static final String ROWS_WITHOUT_KEY = "cacheRowsWithoutKey";
  static final String KEYS_UNKNOWN = "cacheKeysUnknown";
  static final String INVALIDATIONS = "cacheInvalidations";
  static final String COALESCED = "cacheInvalidationsCoalesced";
  static final String KEYS_REMOVED = "cacheKeysRemoved";
  static final String LAG = "cacheInvalidationLagMillis";

  private CacheMetrics() {}
}
