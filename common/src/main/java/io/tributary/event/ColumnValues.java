package io.tributary.event;

import org.jspecify.annotations.Nullable;

/** Reads values of one image, most of which are wanted: where each one is, is found out once. */
public final class ColumnValues {

  private final RowImage image;
  private final int[] starts;

  public ColumnValues(RowImage image) {
    this.image = image;
    this.starts = new int[image.schema().size()];
    PackedColumns columns = new PackedColumns(image.schema(), image.packed());
    for (int i = 0; i < starts.length; i++) {
      starts[i] = columns.to(i).start();
    }
  }

  /** As {@link RowImage#value(int)}. */
  public @Nullable Object value(int index) {
    return ColumnStates.of(image.packed(), index) == ColumnStates.VALUE
        ? ValueEncoding.read(
            image.schema().column(index).type(), new PackedReader(image.packed(), starts[index]))
        : image.value(index);
  }
}
