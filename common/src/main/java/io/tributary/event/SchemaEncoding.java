package io.tributary.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The binary form of schemas. Two schemas are equal exactly if their bytes are. */
final class SchemaEncoding {

  private static final int KIND = 0x1F;
  private static final int HAS_PRECISION = 0x20;
  private static final int HAS_SCALE = 0x40;
  private static final int HAS_ELEMENT = 0x80;

  private SchemaEncoding() {}

  static byte[] encode(List<RowSchema.Column> columns) {
    PackedWriter out = new PackedWriter(256);
    out.writeUnsigned(columns.size());
    for (RowSchema.Column column : columns) {
      out.writeText(column.name());
      writeType(column.type(), out);
      out.writeUnsigned(column.attribute());
    }
    return out.toArray();
  }

  static RowSchema decode(byte[] encoded) {
    PackedReader in = new PackedReader(encoded, 0);
    int size = in.readLength();
    List<RowSchema.Column> columns = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String name = in.readText();
      ColumnType type = readType(in);
      columns.add(new RowSchema.Column(name, type, in.readLength()));
    }
    return RowSchema.of(columns);
  }

  private static void writeType(ColumnType type, PackedWriter out) {
    int flags = type.precision() == 0 ? 0 : HAS_PRECISION;
    flags |= type.scale() == 0 ? 0 : HAS_SCALE;
    flags |= type.element() == null ? 0 : HAS_ELEMENT;
    out.writeByte(type.kind().ordinal() | flags);
    if (type.precision() != 0) {
      out.writeSigned(type.precision());
    }
    if (type.scale() != 0) {
      out.writeSigned(type.scale());
    }
    if (type.element() != null) {
      writeType(type.element(), out);
    }
  }

  private static ColumnType readType(PackedReader in) {
    int head = in.readByte();
    int precision = (head & HAS_PRECISION) == 0 ? 0 : (int) in.readSigned();
    int scale = (head & HAS_SCALE) == 0 ? 0 : (int) in.readSigned();
    @Nullable ColumnType element = (head & HAS_ELEMENT) == 0 ? null : readType(in);
    return new ColumnType(ColumnType.Kind.ofOrdinal(head & KIND), precision, scale, element);
  }
}
