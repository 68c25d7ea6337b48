package io.tributary.decode.values;

import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of arrays and of {@code hstore}. */
final class CompoundForms {

  private static final Pattern JAVA_ARRAY = Pattern.compile("\\[L[\\w.$]+;@[0-9a-f]+");

  private CompoundForms() {}

  /**
   * A JSON array. Of an array of two dimensions Debezium writes each row as null, which nothing
   * tells from an array that holds nulls alone, or as the name that Java gives to an array. The
   * value of either is lost.
   */
  static WireForm array(WireForm element) {
    return wire -> {
      if (!(wire instanceof List<?> elements)) {
        throw Undecodable.mismatch("an array", wire);
      }
      List<@Nullable Object> values = new ArrayList<>(elements.size());
      boolean lost = !elements.isEmpty();
      for (Object each : elements) {
        Object value = each == null ? null : element.read(each);
        if (value == WireForm.Absence.LOST) {
          return value;
        }
        lost &= value == null || isJavaArray(value);
        values.add(value);
      }
      return lost ? WireForm.Absence.LOST : Collections.unmodifiableList(values);
    };
  }

  private static boolean isJavaArray(Object value) {
    return value instanceof String text
        && text.startsWith("[L")
        && JAVA_ARRAY.matcher(text).matches();
  }

  /** A JSON object of strings and nulls, or the text of one. */
  static Object readHstore(Object wire) throws Undecodable {
    Object object = wire;
    if (wire instanceof String text) {
      object = Json.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    if (!(object instanceof Map<?, ?> entries)) {
      throw Undecodable.mismatch("an object", object);
    }
    Map<String, @Nullable String> map = new LinkedHashMap<>(entries.size() * 2);
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      Object value = entry.getValue();
      if (value != null && !(value instanceof String)) {
        throw Undecodable.mismatch("an object of strings", value);
      }
      map.put((String) entry.getKey(), (String) value);
    }
    return Collections.unmodifiableMap(map);
  }
}
