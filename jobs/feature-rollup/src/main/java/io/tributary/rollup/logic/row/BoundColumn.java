package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import org.jspecify.annotations.Nullable;

/** A column, or a value inside of one, made ready to be read from the rows of one schema. */
public final class BoundColumn {

  private final ColumnRef column;
  private final Use use;

  /** Of the column where its values are read as they are; -1 for all that takes a closer look. */
  private final int index;

  private BoundColumn(ColumnRef column, Use use, int index) {
    this.column = column;
    this.use = use;
    this.index = index;
  }

  /** A column that is read for a use. */
  public static BoundColumn of(ColumnRef column, Use use, RowSchema schema) {
    int index = column.indexIn(schema);
    boolean plain = index >= 0 && !column.isInside(schema) && column.fits(schema, use);
    return new BoundColumn(column, use, plain ? index : -1);
  }

  /** As {@link RowValues#read}. */
  public @Nullable Object read(RowValues row) throws UnusableColumnException {
    return index >= 0 && row.isValue(index) ? row.value(index) : row.read(column, use);
  }

  /** As {@link RowValues#kind}. */
  public Kind kind(RowValues row) {
    return row.kind(column, use);
  }
}
