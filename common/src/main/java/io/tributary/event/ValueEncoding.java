package io.tributary.event;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The binary form of column types and values, as state and the network carry them. */
final class ValueEncoding {

  private ValueEncoding() {}

  static void writeType(ColumnType type, DataOutputView out) throws IOException {
    out.writeByte(type.kind().ordinal());
    out.writeInt(type.precision());
    out.writeShort(type.scale());
    if (type.element() != null) {
      writeType(type.element(), out);
    }
  }

  static ColumnType readType(DataInputView in) throws IOException {
    ColumnType.Kind kind = ColumnType.Kind.ofOrdinal(in.readUnsignedByte());
    int precision = in.readInt();
    int scale = in.readShort();
    return new ColumnType(
        kind, precision, scale, kind == ColumnType.Kind.ARRAY ? readType(in) : null);
  }

  static void writeValue(ColumnType type, Object value, DataOutputView out) throws IOException {
    switch (type.kind()) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case SMALLINT, INTEGER -> out.writeInt((Integer) value);
      case BIGINT, TIME -> out.writeLong((Long) value);
      case REAL -> out.writeFloat((Float) value);
      case DOUBLE -> out.writeDouble((Double) value);
      case NUMERIC -> writeNumeric(value, out);
      case TEXT, JSON, UUID, INTERVAL, BITS -> writeText((String) value, out);
      case BYTES -> writeBytes(((Bytes) value).toArray(), out);
      case DATE -> out.writeLong(((LocalDate) value).toEpochDay());
      case TIMESTAMP -> writeTimestamp((LocalDateTime) value, out);
      case TIMESTAMPTZ -> writeInstant((Instant) value, out);
      case ARRAY -> writeArray(elementOf(type), (List<?>) value, out);
      case HSTORE -> writeMap((Map<?, ?>) value, out);
    }
  }

  static Object readValue(ColumnType type, DataInputView in) throws IOException {
    return switch (type.kind()) {
      case BOOLEAN -> in.readBoolean();
      case SMALLINT, INTEGER -> in.readInt();
      case BIGINT, TIME -> in.readLong();
      case REAL -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case NUMERIC -> readNumeric(in);
      case TEXT, JSON, UUID, INTERVAL, BITS -> readText(in);
      case BYTES -> Bytes.copyOf(readBytes(in));
      case DATE -> LocalDate.ofEpochDay(in.readLong());
      case TIMESTAMP ->
          LocalDateTime.of(
              LocalDate.ofEpochDay(in.readLong()), LocalTime.ofNanoOfDay(in.readLong()));
      case TIMESTAMPTZ -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case ARRAY -> readArray(elementOf(type), in);
      case HSTORE -> readMap(in);
    };
  }

  static void writeText(String text, DataOutputView out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  static String readText(DataInputView in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  static void writeBytes(byte[] bytes, DataOutputView out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] readBytes(DataInputView in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  private static void writeNumeric(Object value, DataOutputView out) throws IOException {
    if (value instanceof BigDecimal decimal) {
      out.writeBoolean(true);
      out.writeInt(decimal.scale());
      writeBytes(decimal.unscaledValue().toByteArray(), out);
    } else {
      out.writeBoolean(false);
      out.writeDouble((Double) value);
    }
  }

  private static Object readNumeric(DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return in.readDouble();
    }
    int scale = in.readInt();
    return new BigDecimal(new BigInteger(readBytes(in)), scale);
  }

  private static void writeTimestamp(LocalDateTime value, DataOutputView out) throws IOException {
    out.writeLong(value.toLocalDate().toEpochDay());
    out.writeLong(value.toLocalTime().toNanoOfDay());
  }

  private static void writeInstant(Instant value, DataOutputView out) throws IOException {
    out.writeLong(value.getEpochSecond());
    out.writeInt(value.getNano());
  }

  private static ColumnType elementOf(ColumnType array) {
    ColumnType element = array.element();
    if (element == null) {
      throw new IllegalStateException("an array type names its element type");
    }
    return element;
  }

  private static void writeArray(ColumnType element, List<?> values, DataOutputView out)
      throws IOException {
    out.writeInt(values.size());
    for (Object value : values) {
      out.writeBoolean(value != null);
      if (value != null) {
        writeValue(element, value, out);
      }
    }
  }

  private static List<@Nullable Object> readArray(ColumnType element, DataInputView in)
      throws IOException {
    int size = in.readInt();
    List<@Nullable Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(in.readBoolean() ? readValue(element, in) : null);
    }
    return values;
  }

  private static void writeMap(Map<?, ?> map, DataOutputView out) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      writeText((String) entry.getKey(), out);
      out.writeBoolean(entry.getValue() != null);
      if (entry.getValue() != null) {
        writeText((String) entry.getValue(), out);
      }
    }
  }

  private static Map<String, @Nullable String> readMap(DataInputView in) throws IOException {
    int size = in.readInt();
    Map<String, @Nullable String> map = new LinkedHashMap<>(size * 2);
    for (int i = 0; i < size; i++) {
      map.put(readText(in), in.readBoolean() ? readText(in) : null);
    }
    return map;
  }
}
