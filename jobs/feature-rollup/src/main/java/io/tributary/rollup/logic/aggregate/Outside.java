package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Multiset} no longer knows value by value.
 *
 * @param fingerprint the sum of the values' hashes: 0 together with no rows means that none is left
 * @param bound the best value that may be among them; null where that may be any
 */
record Outside(long rows, long fingerprint, @Nullable Element bound) implements Serializable {

  Outside plus(Outside other, AggregateKind kind) {
    return new Outside(
        rows + other.rows, fingerprint + other.fingerprint, better(bound, other.bound, kind));
  }

  private static @Nullable Element better(
      @Nullable Element one, @Nullable Element other, AggregateKind kind) {
    if (one == null || other == null) {
      return null;
    }
    boolean isSmaller = one.compareTo(other) < 0;
    return isSmaller == (kind == AggregateKind.SMALLEST) ? one : other;
  }

  /** The same beyond another bound. */
  Outside beyond(@Nullable Element other) {
    return new Outside(rows, fingerprint, other);
  }

  Outside negate() {
    return new Outside(-rows, -fingerprint, bound);
  }

  void write(DataOutput out) throws IOException {
    Packed.writeSigned(rows, out);
    out.writeLong(fingerprint);
    out.writeBoolean(bound != null);
    if (bound != null) {
      bound.write(null, out);
    }
  }

  static Outside read(DataInput in) throws IOException {
    return new Outside(
        Packed.readSigned(in), in.readLong(), in.readBoolean() ? Element.read(null, in) : null);
  }
}
