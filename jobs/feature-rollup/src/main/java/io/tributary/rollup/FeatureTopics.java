package io.tributary.rollup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.config.KafkaConfig;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.EntityState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Features as records of compacted topics, keyed by entity:
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
 * <p>An entity without rows has a record without a value. At least once: after a restore records
 * come again, and of two of one entity the one with the greater version is the newer.
 */
final class FeatureTopics implements KafkaRecordSerializationSchema<FeatureUpdate> {

  static final String UID = "feature-topics";

  private static final long serialVersionUID = 1L;
  private static final JsonFactory JSON = new JsonFactory();

  private final Properties kafka;
  private final LinkedHashMap<String, String> topics;
  private final LinkedHashMap<String, List<String>> entities = new LinkedHashMap<>();

  private FeatureTopics(Properties kafka, RollupPlan plan) {
    this.kafka = kafka;
    this.topics = new LinkedHashMap<>(plan.topics());
    plan.rollups().forEach((name, rollup) -> entities.put(name, rollup.entity()));
  }

  static FeatureTopics of(KafkaConfig config, RollupPlan plan) {
    Properties kafka = new Properties();
    kafka.putAll(config.properties());
    kafka.put("bootstrap.servers", config.bootstrapServers());
    return new FeatureTopics(kafka, plan);
  }

  KafkaSink<FeatureUpdate> sink() {
    return KafkaSink.<FeatureUpdate>builder()
        .setKafkaProducerConfig(kafka)
        .setRecordSerializer(this)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build();
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    CompactedTopics.create(kafka, topics.values());
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> serialize(
      FeatureUpdate update, KafkaSinkContext context, @Nullable Long timestamp) {
    return serialize(update);
  }

  /** The record of an update, null where its rollup has no topic. */
  @Nullable ProducerRecord<byte[], byte[]> serialize(FeatureUpdate update) {
    String topic = topics.get(update.rollup());
    if (topic == null) {
      return null;
    }
    boolean gone = update.change() != FeatureUpdate.Change.VALUES;
    return new ProducerRecord<>(topic, key(update), gone ? null : value(update));
  }

  private byte[] key(FeatureUpdate update) {
    return json(json -> writeEntity(update, json));
  }

  private byte[] value(FeatureUpdate update) {
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
          json.writeStringField("updated_at", FeatureHash.moment(update.version().clock()));
          json.writeStringField("version", update.version().text());
          json.writeEndObject();
        });
  }

  private void writeEntity(FeatureUpdate update, JsonGenerator json) throws IOException {
    EntityKey entity = update.entity();
    List<String> columns = entities.getOrDefault(update.rollup(), List.of());
    List<String> values = entity.values();
    json.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      json.writeFieldName(columns.get(i));
      if (entity.isBare(i)) {
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
