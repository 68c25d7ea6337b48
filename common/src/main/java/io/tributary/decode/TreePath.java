package io.tributary.decode;

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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records by way of their JSON tree, or what Avro makes of one. It always has an answer,
 * and what it decodes is an example for the fast path.
 */
final class TreePath {

  private final TableDescriptions tables;
  private final NeededColumns needed;
  private final Documents documents;
  private final RowShapes shapes;
  private final KeyReader keys;
  private final RecordContents contents;
  private final Consumer<TemplateLearning.Lesson> lessons;
  private BiConsumer<TableId, String> unrepaired = (table, version) -> {};

  /**
   * @param lessons takes each envelope in JSON with all that was found out about it
   */
  TreePath(
      TableDescriptions tables,
      WireFormat format,
      @Nullable SchemaRegistry registry,
      NeededColumns needed,
      RowShapes shapes,
      Consumer<TemplateLearning.Lesson> lessons) {
    this.tables = tables;
    this.needed = needed;
    this.documents = new Documents(registry);
    this.shapes = shapes;
    this.keys = new KeyReader(documents, shapes);
    this.contents = new RecordContents(format);
    this.lessons = lessons;
  }

  /** See {@link ChangeEventDecoder#tellUnrepaired}. */
  void tellUnrepaired(BiConsumer<TableId, String> listener) {
    unrepaired = listener;
  }

  Decoded decode(RawRecord record) {
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
      if (change instanceof Envelope envelope && !envelope.isOfRepairedDebezium()) {
        unrepaired.accept(table, envelope.version());
      }
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
      lessons.accept(
          new TemplateLearning.Lesson(
              record, envelope, table, description, shape, key, trusted, inDoubt, kept));
    }
    RowKey linked = keys.linked(record, op, shape, description);
    if (known == null && record.value() == null) {
      throw new Undecodable(DecodeError.MALFORMED_KEY, "a tombstone that names no row");
    }
    boolean whole = op == Op.READ || op == Op.CREATE && linked == null;
    RowImage image = after == null || whole ? after : UnchangedArrays.lost(after, inDoubt);
    return new Decoded.Change(
        event(
            record,
            change,
            known,
            before == null ? null : before.keeping(kept),
            image == null ? null : image.keeping(kept),
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
        "the record has no schema, and neither the database nor the configuration gives the"
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
