package io.tributary.lakehouse;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import java.util.function.IntSupplier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Iceberg's names for the types that {@code StoredTypes} chooses, and back. */
final class IcebergTypes {

  private IcebergTypes() {}

  /** A stored type in Iceberg's terms; {@code ids} numbers the parts of lists and maps. */
  static Type of(ColumnType stored, IntSupplier ids) {
    return switch (stored.kind()) {
      case BOOLEAN -> Types.BooleanType.get();
      case INTEGER -> Types.IntegerType.get();
      case BIGINT -> Types.LongType.get();
      case REAL -> Types.FloatType.get();
      case DOUBLE -> Types.DoubleType.get();
      case NUMERIC -> Types.DecimalType.of(stored.precision(), stored.scale());
      case TEXT -> Types.StringType.get();
      case BYTES -> Types.BinaryType.get();
      case DATE -> Types.DateType.get();
      case TIME -> Types.TimeType.get();
      case TIMESTAMP -> Types.TimestampType.withoutZone();
      case TIMESTAMPTZ -> Types.TimestampType.withZone();
      case ARRAY -> Types.ListType.ofOptional(ids.getAsInt(), of(elementOf(stored), ids));
      case HSTORE -> textMap(ids);
      default -> throw new IllegalArgumentException("the lake stores no " + stored.kind());
    };
  }

  /** A map from text to text or null. */
  static Types.MapType textMap(IntSupplier ids) {
    return Types.MapType.ofOptional(
        ids.getAsInt(), ids.getAsInt(), Types.StringType.get(), Types.StringType.get());
  }

  /** The stored type of a table's column. */
  static ColumnType storedType(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> ColumnType.of(Kind.BOOLEAN);
      case INTEGER -> ColumnType.of(Kind.INTEGER);
      case LONG -> ColumnType.of(Kind.BIGINT);
      case FLOAT -> ColumnType.of(Kind.REAL);
      case DOUBLE -> ColumnType.of(Kind.DOUBLE);
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield ColumnType.numeric(decimal.precision(), decimal.scale());
      }
      case STRING -> ColumnType.of(Kind.TEXT);
      case BINARY -> ColumnType.of(Kind.BYTES);
      case DATE -> ColumnType.of(Kind.DATE);
      case TIME -> ColumnType.of(Kind.TIME);
      case TIMESTAMP ->
          ColumnType.of(
              ((Types.TimestampType) type).shouldAdjustToUTC() ? Kind.TIMESTAMPTZ : Kind.TIMESTAMP);
      case LIST -> ColumnType.arrayOf(storedType(type.asListType().elementType()));
      case MAP -> ColumnType.of(Kind.HSTORE);
      default -> throw new IllegalArgumentException("no audit table has a column of type " + type);
    };
  }

  private static ColumnType elementOf(ColumnType array) {
    ColumnType element = array.element();
    if (element == null) {
      throw new IllegalArgumentException("an array type names its element type");
    }
    return element;
  }
}
