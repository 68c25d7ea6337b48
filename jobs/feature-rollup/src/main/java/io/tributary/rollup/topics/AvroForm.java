package io.tributary.rollup.topics;

import io.tributary.config.SchemaRegistryConfig;
import io.tributary.registry.HttpSchemaRegistry;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.plan.AvroSchemas;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;

/**
 * Records as Avro: a zero byte, the number that the registry has given the schema, and the fields.
 * The subjects are {@code <topic>-key} and {@code <topic>-value}. Where the registry does not
 * answer, the job waits for it before it writes anything.
 */
final class AvroForm implements TopicForm {

  private static final long serialVersionUID = 1L;
  private static final String KEY = "-key";
  private static final String VALUE = "-value";

  private final String topic;
  private final AvroSchemas schemas;
  private final SchemaRegistryConfig registry;
  private transient int keyId;
  private transient int valueId;
  private transient Counter leftOut = new SimpleCounter();

  AvroForm(String topic, AvroSchemas schemas, SchemaRegistryConfig registry) {
    this.topic = topic;
    this.schemas = schemas;
    this.registry = registry;
  }

  @Override
  public List<String> refusals() {
    HttpSchemaRegistry asked = new HttpSchemaRegistry(registry, Duration.ZERO, () -> {});
    List<String> refusals = new ArrayList<>();
    try {
      asked
          .refusal(topic + KEY, schemas.key().toString())
          .ifPresent(why -> refusals.add("subject " + topic + KEY + ": " + why));
      asked
          .refusal(topic + VALUE, schemas.value().toString())
          .ifPresent(why -> refusals.add("subject " + topic + VALUE + ": " + why));
    } catch (IllegalStateException doesNotAnswer) {
      // The job waits for it, and asks again.
      return List.of();
    }
    return refusals;
  }

  @Override
  public void open(PipelineMetrics metrics) {
    leftOut = metrics.counter(PipelineMetrics.FEATURES_LEFT_OUT);
    Counter failures = metrics.counter(PipelineMetrics.REGISTRY_FAILURES);
    HttpSchemaRegistry schemaRegistry =
        new HttpSchemaRegistry(registry, HttpSchemaRegistry.FOR_EVER, failures::inc);
    keyId = schemaRegistry.register(topic + KEY, schemas.key().toString());
    valueId = schemaRegistry.register(topic + VALUE, schemas.value().toString());
  }

  @Override
  public byte[] key(FeatureUpdate update) {
    return bytes(keyId, entity(update, schemas.key()));
  }

  @Override
  public byte[] value(FeatureUpdate update) {
    GenericRecord value = new GenericData.Record(schemas.value());
    List<String> beyond = new ArrayList<>();
    String beyondCap = update.values().get(EntityState.BEYOND_CAP);
    if (beyondCap != null) {
      AvroValues.items(beyondCap).forEach(field -> beyond.add(Objects.requireNonNull(field)));
    }
    value.put("rollup", update.rollup());
    value.put("entity", entity(update, schema("entity")));
    value.put("features", features(update.values(), beyond));
    value.put("beyond_cap", beyond);
    value.put("updated_at", update.version().clock());
    value.put("version", update.version().text());
    return bytes(valueId, value);
  }

  private Schema schema(String field) {
    return schemas.value().getField(field).schema();
  }

  private GenericRecord features(Map<String, String> values, List<String> beyond) {
    GenericRecord features = new GenericData.Record(schema("features"));
    for (Map.Entry<String, String> value : values.entrySet()) {
      Schema.Field field = features.getSchema().getField(value.getKey());
      if (field == null) {
        // That which lists the others.
        continue;
      }
      try {
        features.put(
            field.pos(), AvroValues.of(value.getValue(), field.schema().getTypes().get(1)));
      } catch (NumberFormatException doesNotFit) {
        beyond.add(field.name());
        leftOut.inc();
      }
    }
    return features;
  }

  private static GenericRecord entity(FeatureUpdate update, Schema schema) {
    GenericRecord entity = new GenericData.Record(schema);
    List<String> values = update.entity().values();
    for (Schema.Field field : schema.getFields()) {
      try {
        entity.put(field.pos(), AvroValues.scalar(values.get(field.pos()), field.schema()));
      } catch (NumberFormatException doesNotFit) {
        throw new IllegalStateException(
            "column "
                + field.name()
                + " of rollup "
                + update.rollup()
                + "'s entity is of another type than the job's start found it to be; start the job"
                + " again, with another topic if the registry refuses the change");
      }
    }
    return entity;
  }

  private static byte[] bytes(int id, GenericRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(0);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory neither ends nor fails", e);
    }
    return bytes.toByteArray();
  }
}
