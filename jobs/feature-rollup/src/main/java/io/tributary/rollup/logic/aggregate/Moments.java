package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Sums of numbers and of their squares, both exact.
 *
 * @param squares of the finite inputs
 */
record Moments(Sum sum, BigDecimal squares) implements Aggregate {

  static final Moments ZERO = new Moments(Sum.ZERO, BigDecimal.ZERO);

  /** The moments of one row, given its sum. */
  static Moments ofRow(Sum row) {
    return new Moments(row, row.total().multiply(row.total()));
  }

  @Override
  public AggregateKind kind() {
    return AggregateKind.MOMENTS;
  }

  @Override
  public long rows() {
    return sum.rows();
  }

  @Override
  public Moments plus(Aggregate other) {
    Moments moments = (Moments) other;
    return new Moments(sum.plus(moments.sum), squares.add(moments.squares));
  }

  @Override
  public Moments negate() {
    return new Moments(sum.negate(), squares.negate());
  }

  @Override
  public boolean isZero() {
    return sum.isZero() && squares.signum() == 0;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    sum.write(out);
    Packed.writeDecimal(squares, out);
  }

  static Moments read(DataInput in) throws IOException {
    return new Moments(Sum.read(in), Packed.readDecimal(in));
  }

  /** By number, so that {@code 1.50} is {@code 1.5}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Moments moments
        && sum.equals(moments.sum)
        && squares.compareTo(moments.squares) == 0;
  }

  @Override
  public int hashCode() {
    return sum.hashCode() * 31 + squares.stripTrailingZeros().hashCode();
  }
}
