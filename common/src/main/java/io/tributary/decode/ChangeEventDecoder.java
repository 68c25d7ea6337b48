package io.tributary.decode;

import io.tributary.decode.values.Placeholder;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.RawRecord;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the records of Debezium's PostgreSQL connector: JSON with or without schemas, or Avro in
 * the registry's wire format, recognised on key and value independently; envelopes or flattened
 * rows.
 *
 * <p>A value is exact, or its record is rejected; what the record does not carry is unavailable. Of
 * a {@code before} only the key's columns are believed, as Debezium fills the others with defaults,
 * unless the table has REPLICA IDENTITY FULL.
 *
 * <p>Remembers the schemas that it has met; not thread-safe.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">
 *     Debezium's PostgreSQL connector</a>
 */
public final class ChangeEventDecoder {

  private final FastPath fast;
  private final TreePath tree;

  private ChangeEventDecoder(
      TableDescriptions tables,
      WireFormat format,
      @Nullable SchemaRegistry registry,
      Map<TableId, Set<String>> columnsNeeded) {
    RowShapes shapes = new RowShapes(format);
    NeededColumns needed = new NeededColumns(columnsNeeded);
    fast = new FastPath(tables, shapes, new Placeholder(format.unavailable()).strings());
    tree = new TreePath(tables, format, registry, needed, shapes, fast::learn);
  }

  /**
   * A decoder of the connector's default formats.
   *
   * @param tables what is known of the tables: needed for records without a schema, and for tables
   *     with REPLICA IDENTITY FULL; any table may be left out
   */
  public static ChangeEventDecoder of(Map<TableId, TableDescription> tables) {
    return of(tables, WireFormat.DEFAULT);
  }

  static ChangeEventDecoder of(Map<TableId, TableDescription> tables, WireFormat format) {
    return of(TableDescriptions.fixed(tables), format);
  }

  public static ChangeEventDecoder of(TableDescriptions tables, WireFormat format) {
    return of(tables, format, null);
  }

  /**
   * @param registry where Avro records have their schemas; without one they are rejected
   */
  public static ChangeEventDecoder of(
      TableDescriptions tables, WireFormat format, @Nullable SchemaRegistry registry) {
    return of(tables, format, registry, Map.of());
  }

  /**
   * A decoder that leaves out of images what nobody needs. It is decoded nevertheless, so that a
   * record with a wrong value is rejected whether or not anybody asks for that value.
   *
   * @param columnsNeeded by table, the columns that images have beside the key's; all of them for
   *     an empty set, and for tables that are not named
   */
  public static ChangeEventDecoder of(
      TableDescriptions tables,
      WireFormat format,
      @Nullable SchemaRegistry registry,
      Map<TableId, Set<String>> columnsNeeded) {
    return new ChangeEventDecoder(tables, format, registry, columnsNeeded);
  }

  /**
   * Reports to a listener which tables have records that a connector without {@code dbz-repair}
   * wrote, and its version, empty where it is unknown: of each such version at least once, not of
   * each record. Flattened records do not say.
   */
  public ChangeEventDecoder tellUnrepaired(BiConsumer<TableId, String> listener) {
    tree.tellUnrepaired(listener);
    return this;
  }

  /** Decodes one record. Throws what the registry throws, and nothing because of what it holds. */
  public Decoded decode(RawRecord record) {
    Decoded fastest = decodeFast(record);
    return fastest == null ? decodeTree(record) : fastest;
  }

  /** What the fast path makes of a record, null where it leaves it to the tree path. */
  @Nullable Decoded decodeFast(RawRecord record) {
    byte[] value = record.value();
    return value == null ? null : fast.decode(record, value);
  }

  /** Decodes a record by way of its JSON tree. */
  Decoded decodeTree(RawRecord record) {
    return tree.decode(record);
  }
}
