package io.tributary.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of one image after the other, of each of which most are wanted: where each value is,
 * is found out once. For one thread.
 */
public final class ColumnValues {

  private final PackedReader in = new PackedReader(new byte[0], 0);
  private RowImage image;
  private int[] starts = {};

  public ColumnValues(RowImage image) {
    this.image = image;
    open(image);
  }

  /** Turns to another image. */
  public void open(RowImage other) {
    image = other;
    RowSchema schema = other.schema();
    if (starts.length != schema.size()) {
      starts = new int[schema.size()];
    }
    in.open(other.packed(), ColumnStates.length(starts.length));
    for (int i = 0; i < starts.length; i++) {
      starts[i] = in.position();
      if (isValue(i)) {
        ValueEncoding.skip(schema.column(i).type(), in);
      }
    }
  }

  /** Whether a column is known and not NULL. */
  public boolean isValue(int index) {
    return ColumnStates.of(image.packed(), index) == ColumnStates.VALUE;
  }

  /** Whether a column of texts that {@link #isValue} is this one. */
  public boolean isText(int index, byte[] utf8) {
    in.moveTo(starts[index]);
    int length = in.readLength();
    int start = in.position();
    return length == utf8.length
        && Arrays.equals(image.packed(), start, start + length, utf8, 0, length);
  }

  /** As {@link RowImage#value(int)}. */
  public @Nullable Object value(int index) {
    if (!isValue(index)) {
      return image.value(index);
    }
    in.moveTo(starts[index]);
    return ValueEncoding.read(image.schema().column(index).type(), in);
  }
}
