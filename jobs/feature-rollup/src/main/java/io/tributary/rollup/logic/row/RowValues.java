package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.ColumnValues;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.rollup.logic.row.Unusable.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one image, each taken out of its bytes once, and then of others of its schema. For
 * one thread.
 */
public final class RowValues {

  private final RowSchema schema;
  private final ColumnValues values;

  /** Those that have been read and are not NULL. */
  private final @Nullable Object[] columns;

  private final List<ColumnRef> paths;
  private RowImage image;
  private @Nullable Map<String, @Nullable Object> inside;
  private @Nullable Unusable doubt;

  /** Values that are each looked for by itself. */
  public RowValues(RowImage image) {
    this(image, List.of());
  }

  /**
   * Values of which some are looked for together.
   *
   * @param paths what is likely to be read: paths into a json column, which is then parsed once
   */
  public RowValues(RowImage image, List<ColumnRef> paths) {
    this.image = image;
    this.paths = paths;
    this.schema = image.schema();
    this.values = new ColumnValues(image);
    this.columns = new @Nullable Object[schema.size()];
  }

  /** Turns to another image of the same schema. */
  public void open(RowImage other) {
    image = other;
    values.open(other);
    Arrays.fill(columns, null);
    inside = null;
    doubt = null;
  }

  /**
   * A value of the kind that {@link #kind} gives, null for NULL.
   *
   * @throws UnusableColumnException if it is not known, not there or of no use
   */
  @Nullable Object read(ColumnRef column, Use use) throws UnusableColumnException {
    int index = column.indexIn(schema);
    if (index < 0) {
      throw unusable(Code.COLUMN_MISSING, column);
    } else if (image.isUnavailable(index)) {
      throw unusable(Code.COLUMN_UNAVAILABLE, column);
    } else if (!column.fits(schema.column(index).type().kind(), schema, use)) {
      throw unusable(Code.COLUMN_TYPE_UNFIT, column);
    }
    Object value = value(index);
    return value == null || !column.isInside(schema)
        ? value
        : JsonPath.as(use.insideJson(), inside(column, (String) value));
  }

  /** The kind of the values that {@link #read} reads. */
  Kind kind(ColumnRef column, Use use) {
    return column.kind(schema, use);
  }

  RowSchema schema() {
    return schema;
  }

  /** Whether a column is known and not NULL. */
  boolean isValue(int index) {
    return values.isValue(index);
  }

  /** Whether a column of texts that {@link #isValue} is this one. */
  boolean isText(int index, byte[] utf8) {
    return values.isText(index, utf8);
  }

  @Nullable Object value(int index) {
    Object value = columns[index];
    if (value == null) {
      value = values.value(index);
      columns[index] = value;
    }
    return value;
  }

  private @Nullable Object inside(ColumnRef column, String document)
      throws UnusableColumnException {
    Map<String, @Nullable Object> found = inside;
    if (found == null) {
      found = new HashMap<>();
      inside = found;
    }
    if (!found.containsKey(column.name())) {
      List<ColumnRef> wanted = new ArrayList<>(List.of(column));
      for (ColumnRef path : paths) {
        if (path.head().equals(column.head()) && !path.equals(column) && path.isInside(schema)) {
          wanted.add(path);
        }
      }
      try {
        found.putAll(JsonPath.find(document, wanted));
      } catch (UnreadableJsonException e) {
        throw unusable(Code.JSON_UNREADABLE, column);
      }
    }
    return found.get(column.name());
  }

  private static UnusableColumnException unusable(Code code, ColumnRef column) {
    return new UnusableColumnException(new Unusable(code, column.name()));
  }

  /** Keeps why a condition could not be judged, the first time. */
  void doubt(Unusable why) {
    if (doubt == null) {
      doubt = why;
    }
  }

  /** Why a condition could not be judged. */
  Unusable doubt() {
    if (doubt == null) {
      throw new IllegalStateException("there was no doubt");
    }
    return doubt;
  }
}
