package io.tributary.caching.logic;

/** What a {@link KeyTemplate} makes of a row. */
sealed interface CacheKey {

  CacheKey NONE = new None();

  record Known(String text) implements CacheKey {}

  /** A column is NULL, so the row has no key. */
  record None() implements CacheKey {}

  /** A column's value is not known, so the key is not. */
  record Unknown(Gap.Code code, String column) implements CacheKey {}
}
