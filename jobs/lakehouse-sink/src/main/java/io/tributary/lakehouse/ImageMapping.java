package io.tributary.lakehouse;

import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.lakehouse.logic.CanonicalText;
import io.tributary.lakehouse.logic.StoredValue;
import java.util.List;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Puts the images of one schema into one struct of an audit table. */
final class ImageMapping {

  private final String path;
  private final RowSchema source;
  private final int[] positions;
  private final ColumnType[] stored;
  private final StructRow row;

  /**
   * @param path the struct's name, for example {@code after}
   * @param target the struct; has a field for every column of the source
   */
  ImageMapping(String path, RowSchema source, Types.StructType target) {
    this.path = path + ".";
    this.source = source;
    this.positions = new int[source.size()];
    this.stored = new ColumnType[source.size()];
    this.row = new StructRow(target.fields().size());
    List<Types.NestedField> fields = target.fields();
    for (int i = 0; i < positions.length; i++) {
      Types.NestedField field = target.field(source.column(i).name());
      positions[i] = fields.indexOf(field);
      stored[i] = IcebergTypes.storedType(field.type());
    }
  }

  /** The image as a row that is good until the next call. */
  StructRow row(RowImage image, Leftovers leftovers) {
    for (int i = 0; i < positions.length; i++) {
      row.put(positions[i], value(image, i, leftovers));
    }
    return row;
  }

  private @Nullable Object value(RowImage image, int index, Leftovers leftovers) {
    RowSchema.Column column = source.column(index);
    if (image.isUnavailable(index)) {
      leftovers.unknown(path + column.name());
      return null;
    }
    Object value = image.value(index);
    if (value == null) {
      return null;
    }
    Object fitted = StoredValue.of(stored[index], column.type(), value);
    if (fitted == StoredValue.MISFIT) {
      leftovers.untyped(path + column.name(), CanonicalText.of(column.type(), value));
      return null;
    }
    return fitted;
  }
}
