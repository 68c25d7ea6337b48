package io.tributary.lakehouse;

import io.tributary.event.Bytes;
import io.tributary.lakehouse.logic.CanonicalText;
import java.nio.ByteBuffer;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/** The canonical text of a value that Iceberg has read. */
final class StoredText {

  private static final long MICRO_NANOS = 1000;

  private StoredText() {}

  static String of(Type type, Object value) {
    return CanonicalText.of(IcebergTypes.storedType(type), value(value));
  }

  private static Object value(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return Bytes.copyOf(bytes);
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay() / MICRO_NANOS;
    }
    if (value instanceof OffsetDateTime at) {
      return at.toInstant();
    }
    return value instanceof List<?> list ? values(list) : value;
  }

  private static List<@Nullable Object> values(List<?> list) {
    List<@Nullable Object> values = new ArrayList<>(list.size());
    for (Object value : list) {
      values.add(value == null ? null : value(value));
    }
    return values;
  }
}
