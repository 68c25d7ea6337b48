package io.tributary.event;

import org.jspecify.annotations.Nullable;

/**
 * Makes images without an object for each value. Columns are given in the schema's order, each
 * once, by one of the methods that are named for what a column can hold; {@link #value} takes any.
 *
 * <p>Can be used again after {@link #finish}; for one thread. What it is given is not checked
 * against the column's type.
 */
public final class RowPacker {

  private static final RowSchema NONE = RowSchema.of();

  private final PackedWriter out;
  private RowSchema schema = NONE;
  private int column;

  public RowPacker() {
    this(256);
  }

  RowPacker(int capacity) {
    this.out = new PackedWriter(capacity);
  }

  /** Starts an image, and forgets one that was not finished. */
  public RowPacker start(RowSchema columns) {
    if (schema != columns) {
      schema = columns;
    }
    column = 0;
    out.clear();
    out.writeZeros(ColumnStates.length(columns.size()));
    return this;
  }

  private void state(int state) {
    out.setBits(ColumnStates.byteOf(column), ColumnStates.bits(column, state));
    column++;
  }

  public void unavailable() {
    column++;
  }

  /** See {@link RowImage#isLost}. */
  public void lost() {
    state(ColumnStates.LOST);
  }

  public void sqlNull() {
    state(ColumnStates.NULL);
  }

  public void bool(boolean value) {
    state(ColumnStates.VALUE);
    out.writeByte(value ? 1 : 0);
  }

  /** A smallint, integer, bigint or time; a date as days since 1970. */
  public void whole(long value) {
    state(ColumnStates.VALUE);
    out.writeSigned(value);
  }

  public void real(float value) {
    state(ColumnStates.VALUE);
    out.writeFixed(Float.floatToIntBits(value), 4);
  }

  public void doublePrecision(double value) {
    state(ColumnStates.VALUE);
    out.writeFixed(Double.doubleToLongBits(value), 8);
  }

  /** A numeric: {@code unscaled} divided by ten {@code scale} times. */
  public void decimal(long unscaled, int scale) {
    state(ColumnStates.VALUE);
    ValueEncoding.writeDecimal(unscaled, scale, out);
  }

  /** A timestamp, with or without time zone, in microseconds since 1970. */
  public void micros(long sinceEpoch) {
    state(ColumnStates.VALUE);
    MomentEncoding.writeMicros(sinceEpoch, out);
  }

  /** Any kind of text in UTF-8, which has to be valid, or bytes. */
  public void bytes(byte[] from, int start, int end) {
    state(ColumnStates.VALUE);
    out.writeBytes(from, start, end);
  }

  /** A value of the class that the column's kind names, or null for NULL. */
  public void value(@Nullable Object value) {
    if (value == null) {
      sqlNull();
      return;
    }
    ColumnType type = schema.column(column).type();
    state(ColumnStates.VALUE);
    ValueEncoding.write(type, value, out);
  }

  /** What another image holds in the column at which a cursor stands. */
  void copy(PackedColumns from) {
    state(from.state());
    out.writeRaw(from.packed(), from.start(), from.end());
  }

  /** The image. Columns that were not given are unavailable. */
  public RowImage finish() {
    return new RowImage(schema, out.toArray());
  }
}
