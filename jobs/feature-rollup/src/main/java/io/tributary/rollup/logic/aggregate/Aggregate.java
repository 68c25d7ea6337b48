package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * What rows amount to, as an element of a commutative group: {@link #plus} is associative and
 * commutative, {@link AggregateKind#zero} changes nothing, and adding {@link #negate} takes a
 * contribution back without a trace. So contributions may come in any order, and a retraction is
 * exact at any age of its row.
 *
 * <p>Only elements of one kind can be added. Immutable.
 */
public sealed interface Aggregate extends Serializable
    permits Count, Sum, Moments, Counters, Multiset {

  AggregateKind kind();

  /** The rows that count, retracted ones subtracted; an entity lives while there are any. */
  long rows();

  Aggregate plus(Aggregate other);

  Aggregate negate();

  /** Roughly how many bytes of memory it takes. */
  default long footprint() {
    return 50;
  }

  /** Whether adding this changes nothing. */
  boolean isZero();

  /**
   * The same, without what exceeds a number of values or {@link #roomBytes}: a kind that could grow
   * without bound knows less afterwards, and says so. Everything else stays as it is.
   */
  default Aggregate capped(int cap) {
    return this;
  }

  /**
   * How many bytes those values may have together, and how long a value that is shown of them may
   * be: a kilobyte for each, and a megabyte for few.
   */
  static long roomBytes(int cap) {
    return Math.max(1 << 20, cap * 1024L);
  }

  /** Writes what {@link AggregateKind#read} reads. */
  void write(DataOutput out) throws IOException;

  /** The same with its kind in front. */
  default void writeTagged(DataOutput out) throws IOException {
    out.writeByte(kind().tag());
    write(out);
  }

  static Aggregate readTagged(DataInput in) throws IOException {
    return AggregateKind.ofTag(in.readByte()).read(in);
  }
}
