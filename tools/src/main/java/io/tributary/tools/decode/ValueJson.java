package io.tributary.tools.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.event.ColumnType;
import io.tributary.lakehouse.logic.CanonicalText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON: booleans, smallint, integer and finite floats are bare; numbers that a reader of
 * JSON might round (bigint, numeric, money) are strings, and so is all else but arrays and hstore.
 */
final class ValueJson {

  private ValueJson() {}

  static void write(JsonGenerator json, ColumnType type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case SMALLINT, INTEGER -> json.writeNumber((Integer) value);
      case REAL, DOUBLE -> writeFloat(json, (Number) value);
      case ARRAY -> writeArray(json, Objects.requireNonNull(type.element()), (List<?>) value);
      case HSTORE -> writeMap(json, (Map<?, ?>) value);
      default -> writeText(json, CanonicalText.of(type, value));
    }
  }

  private static void writeFloat(JsonGenerator json, Number value) throws IOException {
    if (!Double.isFinite(value.doubleValue())) {
      json.writeString(value.toString());
    } else if (value instanceof Float single) {
      json.writeNumber(single);
    } else {
      json.writeNumber(value.doubleValue());
    }
  }

  private static void writeArray(JsonGenerator json, ColumnType element, List<?> values)
      throws IOException {
    json.writeStartArray();
    for (Object value : values) {
      write(json, element, value);
    }
    json.writeEndArray();
  }

  private static void writeMap(JsonGenerator json, Map<?, ?> map) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      writeName(json, String.valueOf(entry.getKey()));
      if (entry.getValue() == null) {
        json.writeNull();
      } else {
        writeText(json, entry.getValue().toString());
      }
    }
    json.writeEndObject();
  }

  static void writeName(JsonGenerator json, String name) throws IOException {
    json.writeFieldName(wellFormed(name));
  }

  static void writeField(JsonGenerator json, String name, String text) throws IOException {
    json.writeFieldName(name);
    writeText(json, text);
  }

  static void writeText(JsonGenerator json, String text) throws IOException {
    json.writeString(wellFormed(text));
  }

  /** JSON can escape half a surrogate pair, but UTF-8 cannot write it; PostgreSQL stores none. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(
                each ->
                    each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE
                        ? 0xFFFD
                        : each)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
