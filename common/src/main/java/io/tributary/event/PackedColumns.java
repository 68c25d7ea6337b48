package io.tributary.event;

/** Walks over the columns of a packed image, and finds where each one's bytes are. */
final class PackedColumns {

  private final RowSchema schema;
  private final byte[] packed;
  private final PackedReader in;
  private int column = -1;
  private int start;
  private int end;

  PackedColumns(RowSchema schema, byte[] packed) {
    this.schema = schema;
    this.packed = packed;
    this.end = ColumnStates.length(schema.size());
    this.in = new PackedReader(packed, end);
  }

  /** Goes on to a column, which must not lie behind. */
  PackedColumns to(int index) {
    while (column < index) {
      column++;
      start = end;
      if (state() == ColumnStates.VALUE) {
        ValueEncoding.skip(schema.column(column).type(), in);
        end = in.position();
      }
    }
    return this;
  }

  int state() {
    return ColumnStates.of(packed, column);
  }

  byte[] packed() {
    return packed;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }
}
