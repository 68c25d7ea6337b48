package io.debezium.connector.postgresql;

import io.debezium.data.Uuid;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What stands for an array that an update has left unchanged: as Debezium has it where it has one,
 * and after that pattern for elements of other types. Elements that are text or bytes are one that
 * is the placeholder; numbers are the placeholder's bytes; booleans its bits, highest first.
 */
final class ArrayPlaceholder {

  private ArrayPlaceholder() {}

  /**
   * @param element the elements' schema
   * @return null where it holds nothing that is like the placeholder
   */
  static @Nullable List<Object> of(byte[] placeholder, Schema element) {
    String name = String.valueOf(element.name());
    return switch (element.type()) {
      case STRING ->
          List.of(name.equals(Uuid.LOGICAL_NAME) ? uuid(placeholder) : text(placeholder));
      case BYTES ->
          name.equals(Decimal.LOGICAL_NAME)
              ? each(placeholder, value -> unscaled(value, element))
              : List.of(placeholder);
      case BOOLEAN -> bits(placeholder);
      case INT16 -> each(placeholder, Byte::shortValue);
      case INT32 ->
          switch (name) {
            case Time.LOGICAL_NAME -> null;
            case Date.LOGICAL_NAME -> each(placeholder, day -> Date.toLogical(element, day));
            default -> each(placeholder, Byte::intValue);
          };
      case INT64 ->
          name.equals(Timestamp.LOGICAL_NAME)
              ? each(placeholder, milli -> Timestamp.toLogical(element, milli))
              : each(placeholder, Byte::longValue);
      case FLOAT32 -> each(placeholder, Byte::floatValue);
      case FLOAT64 -> each(placeholder, Byte::doubleValue);
      case INT8, ARRAY, MAP, STRUCT -> null;
    };
  }

  private static String text(byte[] placeholder) {
    return new String(placeholder, StandardCharsets.UTF_8);
  }

  private static String uuid(byte[] placeholder) {
    return UUID.nameUUIDFromBytes(placeholder).toString();
  }

  private static BigDecimal unscaled(byte value, Schema element) {
    int scale = Integer.parseInt(element.parameters().get(Decimal.SCALE_FIELD));
    return new BigDecimal(BigInteger.valueOf(value), scale);
  }

  private static List<Object> each(byte[] placeholder, Function<Byte, Object> form) {
    List<Object> elements = new ArrayList<>(placeholder.length);
    for (byte value : placeholder) {
      elements.add(form.apply(value));
    }
    return elements;
  }

  private static List<Object> bits(byte[] placeholder) {
    List<Object> elements = new ArrayList<>(placeholder.length * Byte.SIZE);
    for (byte value : placeholder) {
      for (int bit = Byte.SIZE - 1; bit >= 0; bit--) {
        elements.add((value >> bit & 1) == 1);
      }
    }
    return elements;
  }
}
