package io.tributary.event;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one row at one moment. A column holds a value, holds NULL, or is
 * <em>unavailable</em>: the wire did not carry it (an unchanged TOASTed value, a column that only a
 * full {@code before} would have) and nobody has filled it in. A column that the schema does not
 * name is missing, which is a third thing.
 *
 * <p>An unavailable column has the value of the row's earlier image, which may fill it, unless it
 * is <em>lost</em>: the connector had a new value and wrote something that does not contain it.
 *
 * <p>Holds its columns as bytes, in the form in which state and the network carry them; a value
 * becomes an object each time it is asked for.
 *
 * <p>Immutable, equal by content. {@link #toString()} names columns and never shows a value, so
 * that an image may stand in a log line.
 */
@TypeInfo(RowImageSerializer.TypeFactory.class)
public final class RowImage implements Serializable {

  private static final long serialVersionUID = 1L;

  private final RowSchema schema;

  /** The columns' {@link ColumnStates}, then the values in the schema's order. */
  private final byte[] packed;

  RowImage(RowSchema schema, byte[] packed) {
    this.schema = schema;
    this.packed = packed;
  }

  /** Starts an image whose columns are all unavailable until they are set. */
  public static Builder of(RowSchema schema) {
    return new Builder(schema);
  }

  /** An image of which nothing is known: every column is unavailable. */
  public static RowImage unavailable(RowSchema schema) {
    return new RowImage(schema, new byte[ColumnStates.length(schema.size())]);
  }

  public RowSchema schema() {
    return schema;
  }

  /** Not to be modified. */
  byte[] packed() {
    return packed;
  }

  public boolean isUnavailable(int index) {
    return !ColumnStates.isKnown(ColumnStates.of(packed, index));
  }

  /** Whether the column is unavailable and an earlier image must not fill it. */
  public boolean isLost(int index) {
    return ColumnStates.of(packed, index) == ColumnStates.LOST;
  }

  /** Whether the image names this column and its value, or NULL, is known. */
  public boolean knows(String column) {
    int index = schema.indexOf(column);
    return index >= 0 && !isUnavailable(index);
  }

  /**
   * The value of a column, null for NULL.
   *
   * @throws IllegalStateException if the column is unavailable; ask {@link #isUnavailable} first
   */
  public @Nullable Object value(int index) {
    if (isUnavailable(index)) {
      throw new IllegalStateException("column " + schema.column(index).name() + " is unavailable");
    } else if (ColumnStates.of(packed, index) == ColumnStates.NULL) {
      return null;
    }
    PackedReader in = new PackedReader(packed, ColumnStates.length(schema.size()));
    for (int i = 0; i < index; i++) {
      if (ColumnStates.of(packed, i) == ColumnStates.VALUE) {
        ValueEncoding.skip(schema.column(i).type(), in);
      }
    }
    return ValueEncoding.read(schema.column(index).type(), in);
  }

  /**
   * The value of a column, null for NULL.
   *
   * @throws IllegalStateException if the column is missing or unavailable; see {@link #knows}
   */
  public @Nullable Object value(String column) {
    int index = schema.indexOf(column);
    if (index < 0) {
      throw new IllegalStateException("column " + column + " is missing");
    }
    return value(index);
  }

  /** The names of the unavailable columns, in the schema's order. */
  public List<String> unavailableColumns() {
    return schema.columns().stream()
        .map(RowSchema.Column::name)
        .filter(name -> isUnavailable(schema.indexOf(name)))
        .toList();
  }

  public boolean isComplete() {
    for (int i = 0; i < schema.size(); i++) {
      if (isUnavailable(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * This image with each column that is unavailable and not lost taken from {@code earlier} where
   * that one knows it and has it in the same type, or in a narrower integer's.
   */
  public RowImage filledFrom(RowImage earlier) {
    if (isComplete()) {
      return this;
    }
    RowPacker filled = new RowPacker(packed.length + earlier.packed.length).start(schema);
    PackedColumns own = new PackedColumns(schema, packed);
    EarlierColumns known = new EarlierColumns(earlier.schema, earlier.packed);
    for (int i = 0; i < schema.size(); i++) {
      PackedColumns standIn =
          isUnavailable(i) && !isLost(i) ? known.standInFor(schema.column(i)) : null;
      filled.copy(standIn == null ? own.to(i) : standIn);
    }
    return filled.finish();
  }

  /** This image reduced to the columns whose names are wanted. */
  public RowImage keeping(Predicate<String> wanted) {
    RowSchema kept = schema.keeping(wanted);
    return reducedTo(kept, schema.placesOf(kept), new RowPacker());
  }

  /**
   * This image reduced to columns that are its own schema's {@link RowSchema#keeping}.
   *
   * @param places where they stand: {@link RowSchema#placesOf}
   */
  public RowImage reducedTo(RowSchema kept, int[] places, RowPacker packer) {
    if (kept == schema) {
      return this;
    }
    RowPacker reduced = packer.start(kept);
    PackedColumns own = new PackedColumns(schema, packed);
    for (int place : places) {
      reduced.copy(own.to(place));
    }
    return reduced.finish();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowImage image
        && Arrays.equals(packed, image.packed)
        && schema.equals(image.schema);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + Arrays.hashCode(packed);
  }

  @Override
  public String toString() {
    return schema.columns().stream().map(RowSchema.Column::name).toList().toString();
  }

  /** Collects an image's values in any order; a column that is not set stays unavailable. */
  public static final class Builder {

    private enum Unavailable {
      UNCHANGED,
      LOST
    }

    private final RowSchema schema;
    private final @Nullable Object[] values;

    private Builder(RowSchema schema) {
      this.schema = schema;
      this.values = new @Nullable Object[schema.size()];
      Arrays.fill(values, Unavailable.UNCHANGED);
    }

    /** Sets a column to a value of the class that its {@link ColumnType.Kind} names, or to NULL. */
    public Builder set(int index, @Nullable Object value) {
      values[index] = value;
      return this;
    }

    public Builder set(String column, @Nullable Object value) {
      int index = schema.indexOf(column);
      if (index < 0) {
        throw new IllegalArgumentException("column " + column + " is missing");
      }
      return set(index, value);
    }

    /** Makes a column unavailable for good; see {@link RowImage#isLost}. */
    public Builder lose(int index) {
      return set(index, Unavailable.LOST);
    }

    /**
     * The image.
     *
     * @throws ClassCastException if a value is not of its column's class
     */
    public RowImage build() {
      RowPacker image = new RowPacker(16 + 16 * values.length).start(schema);
      for (Object value : values) {
        if (value == Unavailable.LOST) {
          image.lost();
        } else if (value == Unavailable.UNCHANGED) {
          image.unavailable();
        } else {
          image.value(value);
        }
      }
      return image.finish();
    }
  }
}
