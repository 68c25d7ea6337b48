package io.tributary.event;

import java.util.Arrays;
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

  /** Whether a column is known and not NULL. */
  public boolean isValue(int index) {
    return ColumnStates.of(image.packed(), index) == ColumnStates.VALUE;
  }

  /** Whether a column of texts that {@link #isValue} is this one. */
  public boolean isText(int index, byte[] utf8) {
    byte[] packed = image.packed();
    PackedReader in = new PackedReader(packed, starts[index]);
    int length = in.readLength();
    int start = in.position();
    return length == utf8.length
        && Arrays.equals(packed, start, start + length, utf8, 0, utf8.length);
  }

  /** As {@link RowImage#value(int)}. */
  public @Nullable Object value(int index) {
    return isValue(index)
        ? ValueEncoding.read(
            image.schema().column(index).type(), new PackedReader(image.packed(), starts[index]))
        : image.value(index);
  }
}
