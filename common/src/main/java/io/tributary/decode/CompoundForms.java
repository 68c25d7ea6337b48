package io.tributary.decode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of arrays and of {@code hstore}. */
final class CompoundForms {

  private CompoundForms() {}

  /**
   * A JSON array. Debezium writes the rows of an array of two dimensions as nulls, and nothing
   * tells it from an array that holds nulls alone, so the value of either counts as lost.
   */
  static WireForm array(WireForm element) {
    return wire -> {
      if (!(wire instanceof List<?> elements)) {
        throw Undecodable.mismatch("an array", wire);
      }
      List<@Nullable Object> values = new ArrayList<>(elements.size());
      boolean onlyNulls = !elements.isEmpty();
      for (Object each : elements) {
        Object value = each == null ? null : element.read(each);
        if (value == WireForm.Absence.LOST) {
          return value;
        }
        onlyNulls &= value == null;
        values.add(value);
      }
      return onlyNulls ? WireForm.Absence.LOST : Collections.unmodifiableList(values);
    };
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
