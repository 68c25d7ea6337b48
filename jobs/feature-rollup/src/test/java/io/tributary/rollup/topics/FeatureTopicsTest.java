package io.tributary.rollup.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.FeatureTopicsConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.rollup.entities.RollupStepHarness;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.aggregate.Json;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class FeatureTopicsTest {

  private static final Rollup ROLLUP =
      Events.rollup(
          "by_user",
          List.of("user_id", "device"),
          "occurred_at",
          Events.count("clicks", Map.of(), "5m"),
          Events.sum("spend", "value", Map.of(), "lifetime"));
  private static final FeatureTopics TOPICS =
      FeatureTopics.of(
          PipelineConfig.parse(
              """
              version: 1
              source: {kafka: {bootstrap-servers: "kafka:9092", topic-prefix: app}}
              tables: {public.events: {}}
              """),
          RollupStepHarness.planWithTopic(FeatureTopicsConfig.DEFAULT, ROLLUP),
          Map.of());
  private static final long NOON = Instant.parse("2026-02-28T12:00:00.123Z").toEpochMilli();

  private final Counter leftOut = new SimpleCounter();

  @Test
  void writesValuesAsJson() {
    ProducerRecord<byte[], byte[]> record = record(FeatureUpdate.Change.VALUES, "12.5");
    assertThat(record.topic()).isEqualTo("features.by_user");
    assertThat(text(record.key())).isEqualTo("{\"user_id\":42,\"device\":\"a|\\\"b\\\"\"}");
    assertThat(text(record.value()))
        .isEqualTo(
            "{\"rollup\":\"by_user\",\"entity\":{\"user_id\":42,\"device\":\"a|\\\"b\\\"\"},"
                + "\"features\":{\"clicks_5m\":3,\"spend_lifetime\":12.5},"
                + "\"updated_at\":\"2026-02-28T12:00:00.123Z\","
                + "\"version\":\"0000000100000000000000000050001772280000123\"}");
  }

  @Test
  void writesWhatIsNoNumberAsText() {
    assertThat(text(record(FeatureUpdate.Change.VALUES, "\"-Infinity\"").value()))
        .contains("\"spend_lifetime\":\"-Infinity\"");
    assertThat(text(record(FeatureUpdate.Change.VALUES, "-0.5").value()))
        .contains("\"spend_lifetime\":-0.5");
  }

  @Test
  void namesFeaturesBeyondTheirCapBesideTheOthers() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("top_1d", "[\"a\",\"b\"]");
    values.put("_beyond_cap", "[\"top_7d\"]");
    assertThat(text(record(values).value()))
        .contains("\"features\":{\"top_1d\":[\"a\",\"b\"]},\"beyond_cap\":[\"top_7d\"],");
  }

  @Test
  void leavesOutTheLargestValuesWhereTheProducerWouldRefuseTheRecord() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("clicks_5m", "3");
    values.put("last_7d", Json.quoted("ä".repeat(300_000)));
    values.put("last_30d", Json.quoted("ä".repeat(400_000)));
    values.put("note", Json.quoted("x"));
    values.put("_beyond_cap", "[\"top_7d\"]");
    assertThat(text(record(values).value()))
        .startsWith("{\"rollup\":\"by_user\"")
        .contains("\"clicks_5m\":3,\"last_7d\":\"ää")
        .contains("\"note\":\"x\"},\"beyond_cap\":[\"top_7d\",\"last_30d\"],")
        .doesNotContain("\"last_30d\":");
    assertThat(leftOut.getCount()).isEqualTo(1);
    values.put("last_7d", Json.quoted("\u0001".repeat(200_000)));
    assertThat(text(record(values).value()))
        .contains("\"clicks_5m\":3,\"last_30d\":\"ää")
        .contains("\"beyond_cap\":[\"top_7d\",\"last_7d\"]");
  }

  @Test
  void saysWhichTopicCannotTakeAnEntity() {
    FeatureUpdate update =
        new FeatureUpdate(
            "by_user",
            new EntityKey("42|" + "secret".repeat(200_000), 1),
            FeatureUpdate.Change.VALUES,
            Map.of("clicks_5m", "3"),
            new FeatureVersion(1, 5, 0, NOON));
    assertThatThrownBy(() -> TOPICS.serialize(update, leftOut))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .hasMessageContaining("rollup by_user")
        .hasMessageContaining("topic features.by_user")
        .hasMessageContaining("max.request.size")
        .hasMessageNotContaining("secret");
  }

  private ProducerRecord<byte[], byte[]> record(Map<String, String> values) {
    FeatureUpdate update =
        new FeatureUpdate(
            "by_user",
            new EntityKey("42|a", 1),
            FeatureUpdate.Change.VALUES,
            values,
            new FeatureVersion(1, 5, 0, NOON));
    return Objects.requireNonNull(TOPICS.serialize(update, leftOut));
  }

  @Test
  void writesTombstoneForEntityThatIsGone() {
    ProducerRecord<byte[], byte[]> record = record(FeatureUpdate.Change.GONE, "0");
    assertThat(text(record.key())).startsWith("{\"user_id\":42");
    assertThat(record.value()).isNull();
  }

  private ProducerRecord<byte[], byte[]> record(FeatureUpdate.Change change, String spend) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("clicks_5m", "3");
    values.put("spend_lifetime", spend);
    FeatureUpdate update =
        new FeatureUpdate(
            "by_user",
            new EntityKey("42|a\\|\"b\"", 1),
            change,
            values,
            new FeatureVersion(1, 5, 0, NOON));
    return Objects.requireNonNull(TOPICS.serialize(update, leftOut));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
