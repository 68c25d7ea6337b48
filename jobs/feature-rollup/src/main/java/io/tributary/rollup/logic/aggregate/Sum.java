package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * A sum that is exact for every numeric type. A binary floating-point number is a decimal number,
 * too, and is added as that one, so that even such sums cancel to the last bit; only {@link #total}
 * is rounded, once, when it is shown. What is no number is counted beside the total, so that it can
 * be taken back.
 *
 * @param rows the rows in it, those with a NULL included
 * @param nulls how many inputs are NULL
 * @param total of the finite inputs
 * @param floats how many inputs are {@code real} or {@code double precision}
 * @param nans how many inputs are NaN
 * @param infinities how many are Infinity
 * @param negativeInfinities how many are -Infinity
 */
public record Sum(
    long rows,
    long nulls,
    BigDecimal total,
    long floats,
    long nans,
    long infinities,
    long negativeInfinities)
    implements Aggregate {

  static final Sum ZERO = new Sum(0, 0, BigDecimal.ZERO, 0, 0, 0, 0);

  private static final Sum NULL = new Sum(1, 1, BigDecimal.ZERO, 0, 0, 0, 0);

  /** In the form's first byte: no input is odd. */
  private static final int ORDINARY = 1;

  /** In the form's first byte: NULLs are among the inputs. */
  private static final int WITH_NULLS = 2;

  static Sum ofNull() {
    return NULL;
  }

  static Sum of(BigDecimal input) {
    return new Sum(1, 0, input, 0, 0, 0, 0);
  }

  /** The sum of one number; {@code numeric} has NaN and the infinities, too. */
  static Sum of(double input, boolean floating) {
    long floats = floating ? 1 : 0;
    if (Double.isNaN(input)) {
      return new Sum(1, 0, BigDecimal.ZERO, floats, 1, 0, 0);
    }
    if (Double.isInfinite(input)) {
      return new Sum(1, 0, BigDecimal.ZERO, floats, 0, input > 0 ? 1 : 0, input < 0 ? 1 : 0);
    }
    return new Sum(1, 0, new BigDecimal(input), floats, 0, 0, 0);
  }

  /** How many inputs are not NULL. */
  long inputs() {
    return rows - nulls;
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
        nulls + sum.nulls,
        total.add(sum.total),
        floats + sum.floats,
        nans + sum.nans,
        infinities + sum.infinities,
        negativeInfinities + sum.negativeInfinities);
  }

  @Override
  public Sum negate() {
    return new Sum(-rows, -nulls, total.negate(), -floats, -nans, -infinities, -negativeInfinities);
  }

  @Override
  public boolean isZero() {
    return rows == 0 && nulls == 0 && total.signum() == 0 && isOrdinary();
  }

  /** Whether all inputs are decimal numbers, as those of most sums are. */
  private boolean isOrdinary() {
    return floats == 0 && isFinite();
  }

  /** Whether all inputs are numbers, rather than NaN or an infinity. */
  boolean isFinite() {
    return nans == 0 && infinities == 0 && negativeInfinities == 0;
  }

  /** Whether some input is binary, so that results are rounded to what is. */
  boolean isFloating() {
    return floats != 0;
  }

  /** The sum: a BigDecimal where that is exact, else a Double. */
  Number number() {
    if (!isFinite()) {
      return odd();
    }
    return isFloating() ? (Number) total.doubleValue() : total;
  }

  /** What a sum of inputs that are not all numbers is: NaN or an infinity. */
  double odd() {
    if (nans != 0 || (infinities != 0 && negativeInfinities != 0)) {
      return Double.NaN;
    }
    return infinities != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Packed.writeSigned(rows, out);
    Packed.writeDecimal(total, out);
    out.writeByte((isOrdinary() ? ORDINARY : 0) | (nulls == 0 ? 0 : WITH_NULLS));
    if (nulls != 0) {
      Packed.writeSigned(nulls, out);
    }
    if (!isOrdinary()) {
      Packed.writeSigned(floats, out);
      Packed.writeSigned(nans, out);
      Packed.writeSigned(infinities, out);
      Packed.writeSigned(negativeInfinities, out);
    }
  }

  static Sum read(DataInput in) throws IOException {
    long rows = Packed.readSigned(in);
    BigDecimal total = Packed.readDecimal(in);
    int form = in.readByte();
    long nulls = (form & WITH_NULLS) == 0 ? 0 : Packed.readSigned(in);
    if ((form & ORDINARY) != 0) {
      return new Sum(rows, nulls, total, 0, 0, 0, 0);
    }
    return new Sum(
        rows,
        nulls,
        total,
        Packed.readSigned(in),
        Packed.readSigned(in),
        Packed.readSigned(in),
        Packed.readSigned(in));
  }

  /** By number, so that {@code 1.50} is {@code 1.5}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Sum sum
        && rows == sum.rows
        && nulls == sum.nulls
        && total.compareTo(sum.total) == 0
        && floats == sum.floats
        && nans == sum.nans
        && infinities == sum.infinities
        && negativeInfinities == sum.negativeInfinities;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(rows) * 31 + total.stripTrailingZeros().hashCode();
  }
}
