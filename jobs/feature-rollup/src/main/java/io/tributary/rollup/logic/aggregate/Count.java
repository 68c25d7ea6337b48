package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.stream.LongStream;

/** A number of rows. */
record Count(long rows) implements Aggregate {

  /** Most counts are small, and need not be made anew. */
  private static final int SMALL = 128;

  private static final Count[] SMALL_COUNTS =
      LongStream.range(-SMALL, SMALL).mapToObj(Count::new).toArray(Count[]::new);

  static final Count ZERO = of(0);
  static final Count ONE = of(1);

  static Count of(long rows) {
    return rows >= -SMALL && rows < SMALL ? SMALL_COUNTS[(int) rows + SMALL] : new Count(rows);
  }

  @Override
  public AggregateKind kind() {
    return AggregateKind.COUNT;
  }

  @Override
  public Count plus(Aggregate other) {
    return of(rows + other.rows());
  }

  @Override
  public Count negate() {
    return of(-rows);
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
    return of(Packed.readSigned(in));
  }
}
