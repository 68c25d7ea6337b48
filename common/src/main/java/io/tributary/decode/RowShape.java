package io.tributary.decode;

import io.tributary.decode.values.ColumnReader;
import io.tributary.decode.values.ColumnReaders;
import io.tributary.decode.values.ConnectTypes;
import io.tributary.decode.values.WireForm;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How the rows of one table, or its keys, are read: a reader for each column that is known. */
final class RowShape {

  /** The columns that a row carried, in its own order. Rows of one table rarely differ in them. */
  record Layout(
      List<String> wire, RowSchema schema, List<ColumnReader> readers, List<String> undescribed) {}

  /** A row of the wire as an image. */
  record Row(RowImage image, List<String> undescribed) {}

  private final Map<String, ColumnReader> readers;
  private final @Nullable TableDescription description;
  private Layout latest;

  private RowShape(Map<String, ColumnReader> readers, @Nullable TableDescription description) {
    this.readers = readers;
    this.description = description;
    this.latest = layout(List.of());
  }

  /** Of rows whose columns nobody knows, for records that carry none. */
  static RowShape empty() {
    return new RowShape(Map.of(), null);
  }

  static RowShape of(TableDescription description, ColumnReaders readers) {
    Map<String, ColumnReader> byName = new HashMap<>();
    for (RowSchema.Column column : description.columns().columns()) {
      byName.put(column.name(), reader(column, description, readers));
    }
    return new RowShape(byName, description);
  }

  private static ColumnReader reader(
      RowSchema.Column column, TableDescription description, ColumnReaders readers) {
    if (description.opaque().contains(column.name())) {
      return readers.opaque(column.type());
    }
    if (description.structured().contains(column.name())) {
      return readers.structured(column.type());
    }
    return description.ofOlderRows() ? readers.older(column.type()) : readers.of(column.type());
  }

  /** The shape that a Connect struct's schema gives, refined by the description. */
  static RowShape of(Map<?, ?> struct, @Nullable TableDescription description, ConnectTypes types)
      throws Undecodable {
    Map<String, ColumnReader> byName = new HashMap<>();
    for (Map<?, ?> field : Envelope.fields(struct)) {
      String name = String.valueOf(field.get("field"));
      try {
        byName.put(name, types.reader(field, name, description));
      } catch (Undecodable e) {
        throw e.in(name);
      }
    }
    return new RowShape(byName, description);
  }

  private static RowSchema.@Nullable Column described(
      String column, @Nullable TableDescription description) {
    int index = description == null ? -1 : description.columns().indexOf(column);
    return description == null || index < 0 ? null : description.columns().column(index);
  }

  /**
   * Reads a row.
   *
   * @param trusted the columns to read; the others stay unavailable
   */
  Row read(Map<String, @Nullable Object> wire, Predicate<String> trusted) throws Undecodable {
    Layout layout = layoutOf(wire);
    RowImage.Builder image = RowImage.of(layout.schema());
    for (int i = 0; i < layout.schema().size(); i++) {
      String name = layout.schema().column(i).name();
      if (trusted.test(name)) {
        set(image, i, layout.readers().get(i), name, wire.get(name));
      }
    }
    return new Row(image.build(), layout.undescribed());
  }

  private static void set(
      RowImage.Builder image, int index, ColumnReader reader, String name, @Nullable Object wire)
      throws Undecodable {
    Object value;
    try {
      value = wire == null ? null : reader.form().read(wire);
    } catch (Undecodable e) {
      throw e.in(name);
    }
    if (value == WireForm.Absence.LOST) {
      image.lose(index);
    } else if (value != WireForm.Absence.UNCHANGED) {
      image.set(index, value);
    }
  }

  Layout layoutOf(Map<String, ?> wire) {
    if (!sameNames(latest.wire(), wire)) {
      latest = layout(List.copyOf(wire.keySet()));
    }
    return latest;
  }

  private static boolean sameNames(List<String> names, Map<String, ?> wire) {
    if (names.size() != wire.size()) {
      return false;
    }
    int i = 0;
    for (String name : wire.keySet()) {
      if (!name.equals(names.get(i++))) {
        return false;
      }
    }
    return true;
  }

  private Layout layout(List<String> names) {
    List<RowSchema.Column> columns = new ArrayList<>(names.size());
    List<ColumnReader> present = new ArrayList<>(names.size());
    List<String> undescribed = new ArrayList<>();
    for (String name : names) {
      ColumnReader reader = readers.get(name);
      if (reader == null) {
        undescribed.add(name);
      } else {
        RowSchema.Column described = described(name, description);
        int attribute = described == null ? 0 : described.attribute();
        columns.add(new RowSchema.Column(name, reader.type(), attribute));
        present.add(reader);
      }
    }
    return new Layout(names, RowSchema.of(columns), present, List.copyOf(undescribed));
  }
}
