package io.tributary.decode;

import io.tributary.decode.values.Placeholder;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

  private final TableDescriptions tables;
  private final NeededColumns needed;
  private final Documents documents;
  private final RowShapes shapes;
  private final KeyReader keys;
  private final RecordContents contents;
  private final FastPath fast;

  private ChangeEventDecoder(
      TableDescriptions tables,
      WireFormat format,
      @Nullable SchemaRegistry registry,
      Map<TableId, Set<String>> columnsNeeded) {
    this.tables = tables;
    this.needed = new NeededColumns(columnsNeeded);
    this.documents = new Documents(registry);
    this.shapes = new RowShapes(format);
    this.keys = new KeyReader(documents, shapes);
    this.contents = new RecordContents(format);
    this.fast = new FastPath(tables, shapes, new Placeholder(format.unavailable()).strings());
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

  /** Decodes a record by way of its JSON tree, which always has an answer. */
  Decoded decodeTree(RawRecord record) {
    String topic = record.origin().topic();
    String other = contents.ofTopic(topic);
    if (other != null) {
      return new Decoded.Skipped(other);
    }
    TableId table = null;
    try {
      byte[] value = record.value();
      Document document = value == null ? Document.TOMBSTONE : documents.parse(value);
      String reason = contents.otherThanChange(topic, document);
      if (reason != null) {
        return new Decoded.Skipped(reason);
      }
      WireChange change = contents.change(record, document);
      Op op = change.op();
      table = change.table();
      return op == Op.TRUNCATE
          ? new Decoded.Change(event(record, change, null, null, null, null), List.of())
          : decode(record, change, op, table);
    } catch (Undecodable e) {
      return new Decoded.Rejected(e.code(), table, e.detail());
    }
  }

  private Decoded decode(RawRecord record, WireChange change, Op op, TableId table)
      throws Undecodable {
    TableDescription description = tables.at(table, change.position());
    RowShape shape = shapeOf(change, table, description);
    RowKey key = keys.read(record.key(), shape, description, "key");
    List<String> undescribed = new ArrayList<>();
    RowImage after = op == Op.DELETE ? null : after(change, description, shape, undescribed);
    Predicate<String> trusted = trusted(description, key);
    Map<String, @Nullable Object> old = change.before(description);
    RowImage before = null;
    if (old != null && (op == Op.DELETE || op == Op.UPDATE)) {
      before = read(shape, old, trusted, undescribed);
    }
    Predicate<RowSchema.Column> inDoubt = UnchangedArrays.inDoubt(change, description);
    RowKey known = key == null ? KeyReader.declared(description, before, after) : key;
    Predicate<String> kept = needed.of(table, known);
    if (change instanceof Envelope envelope && !Documents.isAvro(record.value())) {
      fast.learn(
          new TemplateLearning.Lesson(
              record, envelope, table, description, shape, key, trusted, inDoubt, kept));
    }
    RowKey linked = keys.linked(record, op, shape, description);
    if (known == null && record.value() == null) {
      throw new Undecodable(DecodeError.MALFORMED_KEY, "a tombstone that names no row");
    }
    boolean whole = op == Op.READ || op == Op.CREATE && linked == null;
    RowImage told = after == null || whole ? after : UnchangedArrays.lost(after, inDoubt);
    return new Decoded.Change(
        event(
            record,
            change,
            known,
            before == null ? null : before.keeping(kept),
            told == null ? null : told.keeping(kept),
            linked),
        List.copyOf(undescribed));
  }

  private static RowImage after(
      WireChange change,
      @Nullable TableDescription description,
      RowShape shape,
      List<String> undescribed)
      throws Undecodable {
    Map<String, @Nullable Object> row = change.after(description);
    if (row == null) {
      throw Undecodable.missing("after");
    }
    return read(shape, row, column -> true, undescribed);
  }

  private RowShape shapeOf(WireChange change, TableId table, @Nullable TableDescription description)
      throws Undecodable {
    Map<?, ?> schema = change.rowSchema();
    if (schema != null) {
      return shapes.brought(schema, description);
    } else if (description != null) {
      return shapes.described(description);
    } else if (change.before(null) == null && change.after(null) == null) {
      return RowShape.empty();
    }
    throw new Undecodable(
        DecodeError.UNKNOWN_TABLE,
        "the record brings no schema, and neither the database nor the configuration tells the"
            + " types of the columns of "
            + table);
  }

  private static RowImage read(
      RowShape shape,
      Map<String, @Nullable Object> row,
      Predicate<String> trusted,
      List<String> undescribed)
      throws Undecodable {
    RowShape.Row read = shape.read(row, trusted);
    for (String column : read.undescribed()) {
      if (!undescribed.contains(column)) {
        undescribed.add(column);
      }
    }
    return read.image();
  }

  /** Debezium invents what a partial {@code before} lacks; that of a row without key is whole. */
  private static Predicate<String> trusted(
      @Nullable TableDescription description, @Nullable RowKey key) {
    Boolean full = description == null ? null : description.fullIdentity();
    if (full == null ? key == null : full) {
      return column -> true;
    }
    return column -> key != null && key.columns().schema().indexOf(column) >= 0;
  }

  private static ChangeEvent event(
      RawRecord record,
      WireChange change,
      @Nullable RowKey key,
      @Nullable RowImage before,
      @Nullable RowImage after,
      @Nullable RowKey linkedKey)
      throws Undecodable {
    return new ChangeEvent(
        change.table(),
        change.op(),
        key,
        before,
        after,
        linkedKey,
        change.position(),
        change.txId(),
        change.snapshot(),
        change.committedAtMicros(),
        record.origin());
  }
}
