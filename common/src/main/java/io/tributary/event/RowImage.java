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
 * is <em>lost</em>: the connector had a new value and wrote something that does not tell it.
 *
 * <p>Immutable, equal by content. {@link #toString()} names columns and never shows a value, so
 * that an image may stand in a log line.
 */
@TypeInfo(RowImageSerializer.TypeFactory.class)
public final class RowImage implements Serializable {

  private static final long serialVersionUID = 1L;

  private enum Unavailable {
    UNCHANGED,
    LOST
  }

  private final RowSchema schema;
  private final @Nullable Object[] values;

  private RowImage(RowSchema schema, @Nullable Object[] values) {
    this.schema = schema;
    this.values = values;
  }

  /** Starts an image whose columns are all unavailable until they are set. */
  public static Builder of(RowSchema schema) {
    return new Builder(schema);
  }

  /** An image of which nothing is known: every column is unavailable. */
  public static RowImage unavailable(RowSchema schema) {
    return new Builder(schema).build();
  }

  public RowSchema schema() {
    return schema;
  }

  public boolean isUnavailable(int index) {
    return values[index] instanceof Unavailable;
  }

  /** Whether the column is unavailable and an earlier image must not fill it. */
  public boolean isLost(int index) {
    return values[index] == Unavailable.LOST;
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
    }
    return values[index];
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
    for (Object value : values) {
      if (value instanceof Unavailable) {
        return false;
      }
    }
    return true;
  }

  /**
   * This image with each column that is unavailable and not lost taken from {@code earlier} where
   * that one knows it.
   */
  public RowImage filledFrom(RowImage earlier) {
    if (isComplete()) {
      return this;
    }
    Builder filled = new Builder(schema);
    for (int i = 0; i < values.length; i++) {
      String name = schema.column(i).name();
      if (!isUnavailable(i) || isLost(i)) {
        filled.set(i, values[i]);
      } else if (earlier.knows(name)) {
        filled.set(i, earlier.value(name));
      }
    }
    return filled.build();
  }

  /** This image reduced to the columns whose names are wanted. */
  public RowImage keeping(Predicate<String> wanted) {
    RowSchema kept = schema.keeping(wanted);
    if (kept == schema) {
      return this;
    }
    Builder reduced = new Builder(kept);
    for (int i = 0; i < kept.size(); i++) {
      int index = schema.indexOf(kept.column(i).name());
      reduced.set(i, values[index]);
    }
    return reduced.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowImage image
        && schema.equals(image.schema)
        && Arrays.equals(values, image.values);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return schema.columns().stream().map(RowSchema.Column::name).toList().toString();
  }

  /** Collects an image's values; a column that is not set stays unavailable. */
  public static final class Builder {

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

    /** The image. The builder is spent. */
    public RowImage build() {
      return new RowImage(schema, values);
    }
  }
}
