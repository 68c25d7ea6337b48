package io.tributary.lakehouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * The columns that every audit table has, in the table's order. Those without a type are structs of
 * the source table's columns; they join the table once the first of these columns is known.
 */
enum AuditColumn {
  OP(Types.StringType.get(), true, "READ, CREATE, UPDATE, DELETE or TRUNCATE"),
  COMMITTED_AT(Types.TimestampType.withZone(), true, "the database's commit"),
  INGESTED_AT(Types.TimestampType.withZone(), true, "by the pipeline's clock"),
  TX_ID(Types.LongType.get(), false, "the transaction; null for snapshot rows that have none"),
  LSN(Types.StringType.get(), false, "such as 0/16B3748; null where the wire has none"),
  LSN_VALUE(Types.LongType.get(), true, "the LSN as a number, 0 where the wire has none"),
  COMMIT_POSITION(Types.LongType.get(), true, "LSN of the commit before the transaction, or 0"),
  TRANSACTION_ORDER(Types.LongType.get(), true, "number in the transaction, 0 where unknown"),
  EPOCH(Types.IntegerType.get(), true, "rises when the database's positions start anew"),
  SNAPSHOT(Types.StringType.get(), true, "none, initial or incremental"),
  SOURCE_TOPIC(Types.StringType.get(), true, "where the change was read"),
  SOURCE_PARTITION(Types.IntegerType.get(), true, "where the change was read"),
  SOURCE_OFFSET(Types.LongType.get(), true, "where the change was read"),
  UNKNOWN(
      Types.ListType.ofRequired(1, Types.StringType.get()),
      false,
      "columns that are null because their value is not known, such as after.bio"),
  UNTYPED(
      IcebergTypes.textMap(new FieldIds()),
      false,
      "text of values that their columns cannot hold, such as after.amount -> NaN"),
  KEY(null, false, "the primary key; null for tables without one"),
  LINKED_KEY(null, false, "the row's other key, where the primary key changed"),
  BEFORE(null, false, "the row before the change; null for an insert"),
  AFTER(null, false, "the row after the change; null for a delete");

  private final @Nullable Type type;
  private final boolean required;
  private final String doc;

  AuditColumn(@Nullable Type type, boolean required, String doc) {
    this.type = type;
    this.required = required;
    this.doc = doc;
  }

  /** The column's name in the table: {@code committed_at}. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  String doc() {
    return doc;
  }

  /** The schema of an audit table of whose source no column is known yet. */
  static Schema schema() {
    IntSupplier ids = new FieldIds();
    List<Types.NestedField> fields = new ArrayList<>();
    for (AuditColumn column : values()) {
      if (column.type != null) {
        Type type = column.type.isPrimitiveType() ? column.type : renumbered(column.type, ids);
        fields.add(
            Types.NestedField.of(
                ids.getAsInt(), !column.required, column.column(), type, column.doc));
      }
    }
    return new Schema(fields);
  }

  /** By the day, in UTC, of the database's commit. */
  static PartitionSpec partitions(Schema schema) {
    return PartitionSpec.builderFor(schema).day(COMMITTED_AT.column()).build();
  }

  private static Type renumbered(Type type, IntSupplier ids) {
    return type.isListType()
        ? Types.ListType.ofRequired(ids.getAsInt(), type.asListType().elementType())
        : IcebergTypes.textMap(ids);
  }
}
