package io.tributary.policy;

import io.tributary.event.Bytes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One text for each value, the same wherever the value occurs: 42 as an integer and as a bigint,
 * 1.5 and 1.50.
 */
final class ValueText {

  private ValueText() {}

  static String of(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Bytes bytes) {
      return bytes.toBase64();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ValueText::element).collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map)
          .entrySet().stream()
              .map(entry -> element(entry.getKey()) + "=>" + element(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
    }
    return value.toString();
  }

  private static String element(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    return '"' + of(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
