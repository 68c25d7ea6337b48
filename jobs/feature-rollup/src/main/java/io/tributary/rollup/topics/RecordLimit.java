package io.tributary.rollup.topics;

import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.aggregate.Json;
import io.tributary.rollup.store.FeatureUpdate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records no larger than a producer sends. Where the values of an entity are more, the largest of
 * them are left out and listed with those beyond their cap: one long text in a row must not keep
 * the features of all others from being written.
 *
 * @param bytes the most that key and value may have together
 */
record RecordLimit(long bytes) implements Serializable {

  /** What is sent with a record, at most, roughly. */
  private static final int ENVELOPE_BYTES = 100;

  /** The limit of a producer with these properties. */
  static RecordLimit of(Properties producer) {
    long request = number(producer, ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    long buffer = number(producer, ProducerConfig.BUFFER_MEMORY_CONFIG);
    return new RecordLimit(Math.min(request, buffer) - ENVELOPE_BYTES);
  }

  private static long number(Properties producer, String name) {
    Object given = producer.get(name);
    Object number = given == null ? ProducerConfig.configDef().defaultValues().get(name) : given;
    return Long.parseLong(String.valueOf(number).trim());
  }

  /**
   * The record of an update that has values.
   *
   * @param leftOut counts those that it has no room for
   * @throws SuppressRestartsException if nothing is left that could be left out
   */
  ProducerRecord<byte[], byte[]> record(
      String topic, TopicForm form, FeatureUpdate update, Counter leftOut) {
    byte[] key = form.key(update);
    FeatureUpdate shown = update;
    byte[] value = form.value(shown);
    while (key.length + value.length > bytes) {
      FeatureUpdate lighter = lighter(shown, key.length + value.length - bytes);
      if (lighter == null) {
        throw new SuppressRestartsException(tooLarge(update.rollup(), topic));
      }
      shown = lighter;
      value = form.value(shown);
    }
    leftOut.inc(shown.valuesBeyondCap() - update.valuesBeyondCap());
    return new ProducerRecord<>(topic, key, value);
  }

  /** Without the largest values, of so many characters together; null if there are none. */
  private static @Nullable FeatureUpdate lighter(FeatureUpdate update, long excess) {
    Map<String, String> values = new LinkedHashMap<>(update.values());
    String beyond = values.remove(EntityState.BEYOND_CAP);
    if (values.isEmpty()) {
      return null;
    }
    List<String> largest = new ArrayList<>(values.keySet());
    largest.sort(Comparator.comparingInt(field -> -values.getOrDefault(field, "").length()));
    List<String> leftOut = new ArrayList<>();
    long left = 0;
    for (String field : largest) {
      if (left < excess) {
        left += values.getOrDefault(field, "").length();
        values.remove(field);
        leftOut.add(Json.quoted(field));
      }
    }
    if (beyond != null) {
      leftOut.add(0, beyond.substring(1, beyond.length() - 1));
    }
    values.put(EntityState.BEYOND_CAP, Json.list(leftOut));
    return new FeatureUpdate(
        update.rollup(), update.entity(), update.change(), values, update.version());
  }

  private static IllegalStateException tooLarge(String rollup, String topic) {
    return new IllegalStateException(
        "an entity of rollup "
            + rollup
            + " has so long a name that its record in topic "
            + topic
            + " would exceed the producer's "
            + ProducerConfig.MAX_REQUEST_SIZE_CONFIG
            + " or "
            + ProducerConfig.BUFFER_MEMORY_CONFIG
            + ": raise it in the properties of kafka, and max.message.bytes of the topic, or keep"
            + " such rows out by where");
  }
}
