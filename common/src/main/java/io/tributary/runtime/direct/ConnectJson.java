package io.tributary.runtime.direct;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Writes Connect's values as its JSON converter does without schemas: bytes in base64, structs as
 * objects. It differs from the converter of Kafka 3.2 in two things: NULL in a column that has a
 * default stays NULL; and the text of a column whose schema has its {@link #SOURCE_TYPE}, and that
 * Debezium 1.9.8 has as bytes, is written as text, as later ones do.
 */
final class ConnectJson {

  static final ConnectJson OF_SNAPSHOT = new ConnectJson(name -> name);
  static final ConnectJson OF_STREAM = new ConnectJson(StreamedNames::repaired);

  /** The parameter of a schema in which Debezium is configured to name a column's type. */
  static final String SOURCE_TYPE = "__debezium.source.column.type";

  private static final JsonFactory JSON = new JsonFactory();

  private final UnaryOperator<String> names;

  private ConnectJson(UnaryOperator<String> names) {
    this.names = names;
  }

  /** The value as UTF-8; null for null, which is a record without a key or a tombstone. */
  byte @Nullable [] write(@Nullable Schema schema, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(schema, value, json);
    } catch (IOException e) {
      throw new IllegalStateException("memory neither ends nor fails", e);
    }
    return bytes.toByteArray();
  }

  private void write(@Nullable Schema schema, @Nullable Object value, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Struct struct) {
      struct(struct, json);
    } else if (value instanceof Collection<?> elements) {
      json.writeStartArray();
      for (Object element : elements) {
        write(schema == null ? null : schema.valueSchema(), element, json);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> entries) {
      map(schema, entries, json);
    } else {
      scalar(schema, value, json);
    }
  }

  private void struct(Struct struct, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Field field : struct.schema().fields()) {
      json.writeFieldName(names.apply(field.name()));
      write(field.schema(), struct.getWithoutDefault(field.name()), json);
    }
    json.writeEndObject();
  }

  private void map(@Nullable Schema schema, Map<?, ?> entries, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(schema == null ? null : schema.valueSchema(), entry.getValue(), json);
    }
    json.writeEndObject();
  }

  private static void scalar(@Nullable Schema schema, Object value, JsonGenerator json)
      throws IOException {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Byte small) {
      json.writeNumber(small);
    } else if (value instanceof Double twice) {
      json.writeNumber(twice);
    } else if (value instanceof Float single) {
      json.writeNumber(single);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof byte[] bytes) {
      bytes(schema, bytes, json);
    } else if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      bytes(schema, bytes, json);
    } else {
      logical(schema, value, json);
    }
  }

  private static void bytes(@Nullable Schema schema, byte[] bytes, JsonGenerator json)
      throws IOException {
    boolean isText =
        schema != null
            && schema.parameters() != null
            && schema.parameters().containsKey(SOURCE_TYPE);
    if (isText) {
      json.writeString(new String(bytes, StandardCharsets.UTF_8));
    } else {
      json.writeBinary(bytes);
    }
  }

  private static void logical(@Nullable Schema schema, Object value, JsonGenerator json)
      throws IOException {
    if (schema != null && value instanceof BigDecimal number) {
      json.writeBinary(Decimal.fromLogical(schema, number));
    } else if (schema != null && value instanceof java.util.Date moment) {
      switch (String.valueOf(schema.name())) {
        case Date.LOGICAL_NAME -> json.writeNumber(Date.fromLogical(schema, moment));
        case Time.LOGICAL_NAME -> json.writeNumber(Time.fromLogical(schema, moment));
        default -> json.writeNumber(Timestamp.fromLogical(schema, moment));
      }
    } else {
      throw new IllegalArgumentException("no value of Connect's: " + value.getClass());
    }
  }
}
