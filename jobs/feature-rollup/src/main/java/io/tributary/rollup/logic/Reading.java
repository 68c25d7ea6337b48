package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.row.Unusable;
import org.jspecify.annotations.Nullable;

/** What one image of a row amounts to. Good until its reader reads the next one. */
final class Reading {

  static final Reading NOTHING = new Reading(0);

  private final @Nullable Aggregate[] amounts;
  private @Nullable String key;
  private int bare;
  private long eventTime;
  private @Nullable Unusable unusable;

  Reading(int measures) {
    amounts = new @Nullable Aggregate[measures];
  }

  static Reading unusable(Unusable why) {
    Reading reading = new Reading(0);
    reading.unusable = why;
    return reading;
  }

  /** Begins with a row, of which nothing is unusable as yet. */
  void begin(String whose, int itsBare, long at) {
    key = whose;
    bare = itsBare;
    eventTime = at;
    unusable = null;
  }

  /** What the row amounts to in a measure; null where it does not meet the measure's condition. */
  void set(int measure, @Nullable Aggregate amount) {
    amounts[measure] = amount;
  }

  /** A measure needs what is unusable; the first reason is given. */
  void setUnusable(int measure, Unusable why) {
    amounts[measure] = null;
    unusable = unusable == null ? why : unusable;
  }

  /** The row counts for nobody, for all that is known of it. */
  void countForNobody() {
    key = null;
  }

  /** See {@link Contribution#key}; null where the row counts for nobody. */
  @Nullable String key() {
    return key;
  }

  int bare() {
    return bare;
  }

  long eventTime() {
    return eventTime;
  }

  /** Null where the row does not count in a measure. */
  @Nullable Aggregate amount(int measure) {
    return key == null ? null : amounts[measure];
  }

  /** Why nothing can be said about the row, or about some of its amounts. */
  @Nullable Unusable unusable() {
    return unusable;
  }
}
