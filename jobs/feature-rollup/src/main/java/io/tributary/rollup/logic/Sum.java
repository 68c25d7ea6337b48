package io.tributary.rollup.logic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * A sum that is exact for every numeric type. A binary floating-point number is a decimal number,
 * too, and is added as that one, so that even such sums cancel to the last bit; only {@link #value}
 * rounds, once. What is no number is counted beside the total, so that it can be taken back.
 *
 * @param rows the rows in it, those with a NULL included
 * @param total of the finite inputs
 * @param nans how many inputs are NaN
 * @param infinities how many are Infinity
 * @param negativeInfinities how many are -Infinity
 * @param floating whether the inputs are {@code real} or {@code double precision}
 */
record Sum(
    long rows,
    BigDecimal total,
    long nans,
    long infinities,
    long negativeInfinities,
    boolean floating)
    implements Aggregate {

  static final Sum ZERO = new Sum(0, BigDecimal.ZERO, 0, 0, 0, false);

  private static final Sum NULL = new Sum(1, BigDecimal.ZERO, 0, 0, 0, false);
  private static final int FLOATING = 1;
  private static final int NON_FINITE = 2;

  static Sum ofNull() {
    return NULL;
  }

  static Sum of(BigDecimal input) {
    return new Sum(1, input, 0, 0, 0, false);
  }

  static Sum of(double input, boolean floating) {
    if (Double.isNaN(input)) {
      return new Sum(1, BigDecimal.ZERO, 1, 0, 0, floating);
    }
    if (Double.isInfinite(input)) {
      return new Sum(1, BigDecimal.ZERO, 0, input > 0 ? 1 : 0, input < 0 ? 1 : 0, floating);
    }
    return new Sum(1, new BigDecimal(input), 0, 0, 0, floating);
  }

  @Override
  public AggregateKind kind() {
    return AggregateKind.SUM;
  }

  @Override
  public Sum plus(Aggregate other) {
    Sum sum = (Sum) other;
    return new Sum(
        rows + sum.rows,
        total.add(sum.total),
        nans + sum.nans,
        infinities + sum.infinities,
        negativeInfinities + sum.negativeInfinities,
        floating || sum.floating);
  }

  @Override
  public Sum negate() {
    return new Sum(-rows, total.negate(), -nans, -infinities, -negativeInfinities, floating);
  }

  @Override
  public boolean isZero() {
    return rows == 0 && total.signum() == 0 && isFinite();
  }

  private boolean isFinite() {
    return nans == 0 && infinities == 0 && negativeInfinities == 0;
  }

  @Override
  public String value() {
    if (nans != 0 || infinities != 0 && negativeInfinities != 0) {
      return "NaN";
    }
    if (!isFinite()) {
      return infinities != 0 ? "Infinity" : "-Infinity";
    }
    return floating ? floatingValue() : plain(total);
  }

  private String floatingValue() {
    double rounded = total.doubleValue();
    return Double.isInfinite(rounded)
        ? Double.toString(rounded)
        : plain(BigDecimal.valueOf(rounded));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Packed.writeSigned(rows, out);
    Packed.writeDecimal(total, out);
    out.writeByte((floating ? FLOATING : 0) | (isFinite() ? 0 : NON_FINITE));
    if (!isFinite()) {
      Packed.writeSigned(nans, out);
      Packed.writeSigned(infinities, out);
      Packed.writeSigned(negativeInfinities, out);
    }
  }

  static Sum read(DataInput in) throws IOException {
    long rows = Packed.readSigned(in);
    BigDecimal total = Packed.readDecimal(in);
    int flags = in.readByte();
    boolean floating = (flags & FLOATING) != 0;
    if ((flags & NON_FINITE) == 0) {
      return new Sum(rows, total, 0, 0, 0, floating);
    }
    return new Sum(
        rows, total, Packed.readSigned(in), Packed.readSigned(in), Packed.readSigned(in), floating);
  }

  /** By number, so that {@code 1.50} is {@code 1.5}; what was once floating may be zero again. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Sum sum
        && rows == sum.rows
        && total.compareTo(sum.total) == 0
        && nans == sum.nans
        && infinities == sum.infinities
        && negativeInfinities == sum.negativeInfinities;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(rows) * 31 + total.stripTrailingZeros().hashCode();
  }
}
