package io.tributary.lakehouse;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import io.tributary.lakehouse.logic.StoredTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Lets an audit table follow its source table: columns that are new are added, types that Iceberg
 * can widen in place are widened. Nothing is ever dropped, renamed or narrowed: a column that the
 * source has dropped stays, and values of a type that the column cannot become go to the table's
 * {@code untyped} column.
 */
final class AuditEvolution {

  private static final int ATTEMPTS = 20;

  private AuditEvolution() {}

  /** Whether a struct, null where the table has none yet, is as wide as these columns need it. */
  static boolean covers(Types.@Nullable StructType struct, RowSchema columns) {
    if (struct == null) {
      return columns.size() == 0;
    }
    for (RowSchema.Column column : columns.columns()) {
      Types.NestedField field = struct.field(column.name());
      if (field == null || widerType(field, column) != null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes the table's structs of these names as wide as the columns need them.
   *
   * @throws CommitFailedException if other writers change the table faster than this one can
   */
  static void widen(Table table, RowSchema columns, AuditColumn... structs) {
    for (int attempt = 1; ; attempt++) {
      UpdateSchema update = table.updateSchema();
      boolean changed = false;
      for (AuditColumn struct : structs) {
        changed |= widen(struct(table, struct), update, struct, columns);
      }
      if (!changed) {
        return;
      }
      try {
        update.commit();
        return;
      } catch (CommitFailedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        table.refresh();
      }
    }
  }

  /** The struct of an image, null where the table has none yet. */
  static Types.@Nullable StructType struct(Table table, AuditColumn image) {
    Types.NestedField field = table.schema().asStruct().field(image.column());
    return field == null ? null : field.type().asStructType();
  }

  private static boolean widen(
      Types.@Nullable StructType present,
      UpdateSchema update,
      AuditColumn struct,
      RowSchema columns) {
    if (covers(present, columns)) {
      return false;
    }
    if (present == null) {
      update.addColumn(struct.column(), structOf(columns), struct.doc());
      return true;
    }
    for (RowSchema.Column column : columns.columns()) {
      Types.NestedField field = present.field(column.name());
      Type wider = field == null ? null : widerType(field, column);
      if (field == null) {
        update.addColumn(struct.column(), column.name(), typeOf(column));
      } else if (wider != null) {
        update.updateColumn(struct.column() + "." + column.name(), wider.asPrimitiveType());
      }
    }
    return true;
  }

  private static @Nullable Type widerType(Types.NestedField field, RowSchema.Column column) {
    ColumnType stored = IcebergTypes.storedType(field.type());
    ColumnType wider = StoredTypes.widened(stored, StoredTypes.of(column.type()));
    return wider == null || wider.equals(stored) ? null : typeOf(column);
  }

  private static Type typeOf(RowSchema.Column column) {
    return IcebergTypes.of(StoredTypes.of(column.type()), new FieldIds());
  }

  private static Types.StructType structOf(RowSchema columns) {
    FieldIds ids = new FieldIds();
    List<Types.NestedField> fields = new ArrayList<>();
    for (RowSchema.Column column : columns.columns()) {
      Type type = IcebergTypes.of(StoredTypes.of(column.type()), ids);
      fields.add(Types.NestedField.optional(ids.getAsInt(), column.name(), type));
    }
    return Types.StructType.of(fields);
  }
}
