package io.tributary.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of values, as images, state and the network hold them. Two values of a type are
 * equal exactly if their bytes are.
 */
final class ValueEncoding {

  /** PostgreSQL's own order of an hstore's keys. */
  private static final Comparator<byte[]> BY_LENGTH =
      Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

  private ValueEncoding() {}

  static void write(ColumnType type, Object value, PackedWriter out) {
    switch (type.kind()) {
      case BOOLEAN -> out.writeByte((Boolean) value ? 1 : 0);
      case SMALLINT, INTEGER -> out.writeSigned((Integer) value);
      case BIGINT, TIME -> out.writeSigned((Long) value);
      case REAL -> out.writeFixed(Float.floatToIntBits((Float) value), 4);
      case DOUBLE -> out.writeFixed(Double.doubleToLongBits((Double) value), 8);
      case NUMERIC -> writeNumeric(value, out);
      case TEXT, JSON, UUID, INTERVAL, BITS -> out.writeText((String) value);
      case BYTES -> out.writeBytes(((Bytes) value).content());
      case DATE -> out.writeSigned(((LocalDate) value).toEpochDay());
      case TIMESTAMP, TIMESTAMPTZ -> {
        Instant moment =
            value instanceof LocalDateTime local
                ? local.toInstant(ZoneOffset.UTC)
                : (Instant) value;
        MomentEncoding.write(moment.getEpochSecond(), moment.getNano(), out);
      }
      case ARRAY -> writeArray(elementOf(type), (List<?>) value, out);
      case HSTORE -> writeMap((Map<?, ?>) value, out);
    }
  }

  static Object read(ColumnType type, PackedReader in) {
    return switch (type.kind()) {
      case BOOLEAN -> in.readByte() != 0;
      case SMALLINT, INTEGER -> (int) in.readSigned();
      case BIGINT, TIME -> in.readSigned();
      case REAL -> Float.intBitsToFloat((int) in.readFixed(4));
      case DOUBLE -> Double.longBitsToDouble(in.readFixed(8));
      case NUMERIC -> readNumeric(in);
      case TEXT, JSON, UUID, INTERVAL, BITS -> in.readText();
      case BYTES -> Bytes.of(in.readBytes());
      case DATE -> LocalDate.ofEpochDay(in.readSigned());
      case TIMESTAMP -> MomentEncoding.readLocal(in);
      case TIMESTAMPTZ -> MomentEncoding.readInstant(in);
      case ARRAY -> readArray(elementOf(type), in);
      case HSTORE -> readMap(in);
    };
  }

  static void skip(ColumnType type, PackedReader in) {
    switch (type.kind()) {
      case BOOLEAN -> in.skip(1);
      case SMALLINT, INTEGER, BIGINT, TIME, DATE -> in.skipNumber();
      case REAL -> in.skip(4);
      case DOUBLE -> in.skip(8);
      case NUMERIC -> skipNumeric(in);
      case TEXT, JSON, UUID, INTERVAL, BITS, BYTES, ARRAY, HSTORE -> in.skip(in.readLength());
      case TIMESTAMP, TIMESTAMPTZ -> MomentEncoding.skip(in);
    }
  }

  /** A decimal that fits into 64 bits without its point, as most do. */
  static void writeDecimal(long unscaled, int scale, PackedWriter out) {
    out.writeUnsigned(zigzag(scale) * 2 + 1);
    out.writeSigned(unscaled);
  }

  /** The header: 0 for a double, else one and a half more than the scale, in halves if large. */
  private static void writeNumeric(Object value, PackedWriter out) {
    if (!(value instanceof BigDecimal decimal)) {
      out.writeUnsigned(0);
      out.writeFixed(Double.doubleToLongBits((Double) value), 8);
      return;
    }
    BigInteger unscaled = decimal.unscaledValue();
    if (unscaled.bitLength() < Long.SIZE) {
      writeDecimal(unscaled.longValue(), decimal.scale(), out);
    } else {
      out.writeUnsigned(zigzag(decimal.scale()) * 2 + 2);
      out.writeBytes(unscaled.toByteArray());
    }
  }

  private static long zigzag(int value) {
    return ((long) value << 1) ^ ((long) value >> 63);
  }

  private static Object readNumeric(PackedReader in) {
    long header = in.readUnsigned();
    if (header == 0) {
      return Double.longBitsToDouble(in.readFixed(8));
    }
    long zigzag = (header - 1) / 2;
    int scale = (int) ((zigzag >>> 1) ^ -(zigzag & 1));
    return header % 2 == 1
        ? BigDecimal.valueOf(in.readSigned(), scale)
        : new BigDecimal(new BigInteger(in.readBytes()), scale);
  }

  private static void skipNumeric(PackedReader in) {
    long header = in.readUnsigned();
    if (header == 0) {
      in.skip(8);
    } else if (header % 2 == 1) {
      in.skipNumber();
    } else {
      in.skip(in.readLength());
    }
  }

  static ColumnType elementOf(ColumnType array) {
    ColumnType element = array.element();
    if (element == null) {
      throw new IllegalStateException("an array type names its element type");
    }
    return element;
  }

  private static void writeArray(ColumnType element, List<?> values, PackedWriter out) {
    PackedWriter array = new PackedWriter(64);
    array.writeUnsigned(values.size());
    for (Object value : values) {
      array.writeByte(value == null ? 0 : 1);
      if (value != null) {
        write(element, value, array);
      }
    }
    out.writeBytes(array.toArray());
  }

  private static List<@Nullable Object> readArray(ColumnType element, PackedReader in) {
    in.readLength();
    int size = in.readLength();
    List<@Nullable Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(in.readByte() == 0 ? null : read(element, in));
    }
    return values;
  }

  private static void writeMap(Map<?, ?> map, PackedWriter out) {
    Map<byte[], @Nullable Object> values = new TreeMap<>(BY_LENGTH);
    map.forEach((key, value) -> values.put(((String) key).getBytes(StandardCharsets.UTF_8), value));
    PackedWriter entries = new PackedWriter(64);
    entries.writeUnsigned(values.size());
    for (Map.Entry<byte[], @Nullable Object> entry : values.entrySet()) {
      entries.writeBytes(entry.getKey());
      entries.writeByte(entry.getValue() == null ? 0 : 1);
      if (entry.getValue() != null) {
        entries.writeText((String) entry.getValue());
      }
    }
    out.writeBytes(entries.toArray());
  }

  private static Map<String, @Nullable String> readMap(PackedReader in) {
    in.readLength();
    int size = in.readLength();
    Map<String, @Nullable String> map = new LinkedHashMap<>(size * 2);
    for (int i = 0; i < size; i++) {
      map.put(in.readText(), in.readByte() == 0 ? null : in.readText());
    }
    return map;
  }
}
