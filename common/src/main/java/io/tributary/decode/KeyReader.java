package io.tributary.decode;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the key of a record, and the other key that a key change names in a header. */
final class KeyReader {

  static final String NEW_KEY = "__debezium.newkey";
  static final String OLD_KEY = "__debezium.oldkey";

  private final Documents documents;
  private final RowShapes shapes;

  KeyReader(Documents documents, RowShapes shapes) {
    this.documents = documents;
    this.shapes = shapes;
  }

  /**
   * Reads a key.
   *
   * @param rows the shape of the rows of the same record, for a key that brings no schema
   * @param description what is known of the table
   * @param where what the key is called in a rejection
   * @return null where the bytes are absent or hold null: the table has no key
   */
  @Nullable RowKey read(
      byte @Nullable [] utf8, RowShape rows, @Nullable TableDescription description, String where)
      throws Undecodable {
    if (utf8 == null) {
      return null;
    }
    try {
      Document document = documents.parse(utf8);
      if (document.payload() == null) {
        return null;
      }
      RowShape shape =
          document.schema() == null ? rows : shapes.brought(document.schema(), description);
      return key(document.object(DecodeError.MALFORMED_KEY), shape, description);
    } catch (Undecodable e) {
      throw e.inKey(where);
    }
  }

  private static RowKey key(
      Map<String, @Nullable Object> wire, RowShape shape, @Nullable TableDescription description)
      throws Undecodable {
    RowShape.Row row = shape.read(inOrder(wire, description), column -> true);
    if (!row.undescribed().isEmpty()) {
      throw Undecodable.missing("the type of " + row.undescribed());
    } else if (row.image().schema().size() == 0) {
      throw Undecodable.missing("every column");
    } else if (!row.image().isComplete()) {
      throw Undecodable.missing("the value of " + row.image().unavailableColumns());
    }
    return new RowKey(row.image());
  }

  /** A record's key has the table's order; a key whose columns are described gets the key's. */
  private static Map<String, @Nullable Object> inOrder(
      Map<String, @Nullable Object> wire, @Nullable TableDescription description) {
    if (wire.size() < 2
        || description == null
        || !wire.keySet().equals(new HashSet<>(description.key()))) {
      return wire;
    }
    Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
    for (String column : description.key()) {
      ordered.put(column, wire.get(column));
    }
    return ordered;
  }

  /** The other key of a change that is one half of a key change; null where it is none. */
  @Nullable RowKey linked(
      RawRecord record, Op op, RowShape rows, @Nullable TableDescription description)
      throws Undecodable {
    String header =
        switch (op) {
          case DELETE -> NEW_KEY;
          case CREATE -> OLD_KEY;
          default -> null;
        };
    return header == null
        ? null
        : read(record.header(header), rows, description, "header " + header);
  }

  /**
   * The key that a description declares, taken from the rows of a record that has none; null where
   * they do not tell it.
   */
  static @Nullable RowKey declared(
      @Nullable TableDescription description, @Nullable RowImage before, @Nullable RowImage after)
      throws Undecodable {
    RowKey old = declared(description, before);
    RowKey current = after == null ? old : declared(description, after);
    if (old != null && !old.equals(current)) {
      throw new Undecodable(
          DecodeError.MALFORMED_KEY,
          "the update changes the declared key, and the record has no key of its own; set the"
              + " connector's message.key.columns");
    }
    return current;
  }

  private static @Nullable RowKey declared(
      @Nullable TableDescription description, @Nullable RowImage row) {
    if (description == null || description.key().isEmpty() || row == null) {
      return null;
    }
    List<RowSchema.Column> columns = new ArrayList<>();
    for (String column : description.key()) {
      if (!row.knows(column)) {
        return null;
      }
      columns.add(row.schema().column(row.schema().indexOf(column)));
    }
    RowImage.Builder key = RowImage.of(RowSchema.of(columns));
    for (String column : description.key()) {
      key.set(column, row.value(column));
    }
    return new RowKey(key.build());
  }
}
