package io.tributary.rollup.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.store.FeatureUpdate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Records as JSON:
 *
 * <pre>{@code
 * {"user_id":42}
 * {"rollup":"user_engagement","entity":{"user_id":42},"features":{"clicks_5m":3},
 *  "updated_at":"2026-02-28T12:00:00.123Z","version":"…"}
 * }</pre>
 *
 * <p>{@code "beyond_cap":["favourite_7d"]} stands beside the features where some are absent because
 * of their cap.
 *
 * @param entity the columns that name the entity
 */
record JsonForm(List<String> entity) implements TopicForm {

  private static final JsonFactory JSON = new JsonFactory();

  JsonForm {
    entity = List.copyOf(entity);
  }

  @Override
  public byte[] key(FeatureUpdate update) {
    return json(json -> writeEntity(update, json));
  }

  @Override
  public byte[] value(FeatureUpdate update) {
    return json(
        json -> {
          json.writeStartObject();
          json.writeStringField("rollup", update.rollup());
          json.writeFieldName("entity");
          writeEntity(update, json);
          json.writeObjectFieldStart("features");
          for (Map.Entry<String, String> value : update.values().entrySet()) {
            if (!value.getKey().equals(EntityState.BEYOND_CAP)) {
              json.writeFieldName(value.getKey());
              json.writeRawValue(value.getValue());
            }
          }
          json.writeEndObject();
          String beyond = update.values().get(EntityState.BEYOND_CAP);
          if (beyond != null) {
            json.writeFieldName("beyond_cap");
            json.writeRawValue(beyond);
          }
          json.writeStringField("updated_at", update.updatedAt());
          json.writeStringField("version", update.version().text());
          json.writeEndObject();
        });
  }

  private void writeEntity(FeatureUpdate update, JsonGenerator json) throws IOException {
    EntityKey whose = update.entity();
    List<String> values = whose.values();
    json.writeStartObject();
    for (int i = 0; i < entity.size(); i++) {
      json.writeFieldName(entity.get(i));
      if (whose.isBare(i)) {
        json.writeRawValue(values.get(i));
      } else {
        json.writeString(values.get(i));
      }
    }
    json.writeEndObject();
  }

  private interface Writing {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] json(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writing.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory neither ends nor fails", e);
    }
    return bytes.toByteArray();
  }
}
