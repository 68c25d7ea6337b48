package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.IOException;

/**
 * The groups whose elements are kept; what a row amounts to in one is said by {@link Kept}. The
 * tags are in saved state: they stay.
 */
public enum AggregateKind {
  /** A number of rows. */
  COUNT(1),
  /** A sum of numbers, and of how many. */
  SUM(2),
  /** A sum of numbers, and one of their squares. */
  MOMENTS(3),
  /** How many rows fall into each of numbered cells. */
  COUNTERS(4),
  /** Values and how often each occurs. */
  MULTISET(5),
  /** The same, of which the smallest are kept where there are too many. */
  SMALLEST(6),
  /** The same, of which the greatest are kept where there are too many. */
  GREATEST(7);

  private static final AggregateKind[] VALUES = values();

  private final int tag;

  AggregateKind(int tag) {
    this.tag = tag;
  }

  public int tag() {
    return tag;
  }

  public static AggregateKind ofTag(int tag) throws IOException {
    for (AggregateKind kind : VALUES) {
      if (kind.tag == tag) {
        return kind;
      }
    }
    throw new IOException("no aggregate has the tag " + tag);
  }

  /** What no rows amount to. */
  public Aggregate zero() {
    return switch (this) {
      case COUNT -> Count.ZERO;
      case SUM -> Sum.ZERO;
      case MOMENTS -> Moments.ZERO;
      case COUNTERS -> Counters.ZERO;
      case MULTISET, SMALLEST, GREATEST -> Multiset.empty(this);
    };
  }

  public Aggregate read(DataInput in) throws IOException {
    return switch (this) {
      case COUNT -> Count.read(in);
      case SUM -> Sum.read(in);
      case MOMENTS -> Moments.read(in);
      case COUNTERS -> Counters.read(in);
      case MULTISET, SMALLEST, GREATEST -> Multiset.read(this, in);
    };
  }
}
