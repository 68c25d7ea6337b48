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
 * The columns that every audit table has, in the table's order. The last four are structs of the
 * source table's columns and join the table once the first of these columns is known.
 */
enum AuditColumn {
  OP("READ, CREATE, UPDATE, DELETE or TRUNCATE"),
  COMMITTED_AT("the database's commit"),
  INGESTED_AT("by the pipeline's clock"),
  TX_ID("the transaction; null for snapshot rows that have none"),
  LSN("such as 0/16B3748; null where the wire has none"),
  LSN_VALUE("the LSN as a number, 0 where the wire has none"),
  COMMIT_POSITION("LSN of the commit before the transaction, or 0"),
  TRANSACTION_ORDER("number in the transaction, 0 where unknown"),
  EPOCH("rises when the database's positions start over"),
  SNAPSHOT("none, initial or incremental"),
  SOURCE_TOPIC("where the change was read"),
  SOURCE_PARTITION("where the change was read"),
  SOURCE_OFFSET("where the change was read"),
  UNKNOWN("columns that are null because their value is not known, such as after.bio"),
  UNTYPED("text of values that their columns cannot hold, such as after.amount -> NaN"),
  KEY("the primary key; null for tables without one"),
  LINKED_KEY("the row's other key, where the primary key changed"),
  BEFORE("the row before the change; null for an insert"),
  AFTER("the row after the change; null for a delete");

  private final String doc;

  AuditColumn(String doc) {
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
      Type type = column.type(ids);
      if (type != null) {
        fields.add(column.field(ids.getAsInt(), type));
      }
    }
    return new Schema(fields);
  }

  /** By the day, in UTC, of the database's commit. */
  static PartitionSpec partitions(Schema schema) {
    return PartitionSpec.builderFor(schema).day(COMMITTED_AT.column()).build();
  }

  private Types.NestedField field(int id, Type type) {
    return switch (this) {
      case TX_ID, LSN, UNKNOWN, UNTYPED -> Types.NestedField.optional(id, column(), type, doc);
      default -> Types.NestedField.required(id, column(), type, doc);
    };
  }

  private @Nullable Type type(IntSupplier ids) {
    return switch (this) {
      case OP, LSN, SNAPSHOT, SOURCE_TOPIC -> Types.StringType.get();
      case COMMITTED_AT, INGESTED_AT -> Types.TimestampType.withZone();
      case EPOCH, SOURCE_PARTITION -> Types.IntegerType.get();
      case TX_ID, LSN_VALUE, COMMIT_POSITION, TRANSACTION_ORDER, SOURCE_OFFSET ->
          Types.LongType.get();
      case UNKNOWN -> Types.ListType.ofRequired(ids.getAsInt(), Types.StringType.get());
      case UNTYPED -> IcebergTypes.textMap(ids);
      case KEY, LINKED_KEY, BEFORE, AFTER -> null;
    };
  }
}
