package io.tributary.event;

import org.jspecify.annotations.Nullable;

/** The columns of a row's earlier image, which may have another schema, for a later one to take. */
final class EarlierColumns {

  private final RowSchema schema;
  private final byte[] packed;
  private PackedColumns columns;
  private int reached = -1;

  EarlierColumns(RowSchema schema, byte[] packed) {
    this.schema = schema;
    this.packed = packed;
    this.columns = new PackedColumns(schema, packed);
  }

  /** At the known column that can stand in for one of another schema; null where there is none. */
  @Nullable PackedColumns standInFor(RowSchema.Column column) {
    int index = schema.indexOf(column.name());
    if (index < 0
        || !ColumnStates.isKnown(ColumnStates.of(packed, index))
        || !column.type().canHold(schema.column(index).type())) {
      return null;
    }
    if (index < reached) {
      columns = new PackedColumns(schema, packed);
    }
    reached = index;
    return columns.to(index);
  }
}
