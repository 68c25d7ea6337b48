package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A number of rows. */
record Count(long rows) implements Aggregate {

  static final Count ZERO = new Count(0);
  static final Count ONE = new Count(1);

  @Override
  public AggregateKind kind() {
    return AggregateKind.COUNT;
  }

  @Override
  public Count plus(Aggregate other) {
    return new Count(rows + other.rows());
  }

  @Override
  public Count negate() {
    return new Count(-rows);
  }

  @Override
  public boolean isZero() {
    return rows == 0;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Packed.writeSigned(rows, out);
  }

  static Count read(DataInput in) throws IOException {
    return new Count(Packed.readSigned(in));
  }
}
