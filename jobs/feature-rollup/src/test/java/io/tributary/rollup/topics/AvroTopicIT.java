package io.tributary.rollup.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.ConnectionUrl;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.SchemaRegistryConfig;
import io.tributary.registry.HttpSchemaRegistry;
import io.tributary.rollup.EngagementJob;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.RollupTypes;
import io.tributary.rollup.plan.AvroSchemas;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.runtime.tables.SourceCatalog;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.RedisServer;
import io.tributary.stack.SchemaRegistryServer;
import io.tributary.testing.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Avro in a topic, and its schemas in a registry. */
@Timeout(240)
class AvroTopicIT {

  private static final String TOPIC = "features.engagement";

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @TempDir static Path directory;
  private static SchemaRegistryServer registry;

  @BeforeAll
  static void chooseRegistry() {
    registry = SchemaRegistryServer.in(directory.resolve("registry"));
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @Test
  void waitsForTheRegistryAndWritesWhatItsSchemasSay() throws Exception {
    try (KafkaBroker kafka = KafkaBroker.in(directory.resolve("kafka"));
        RedisServer redis = RedisServer.in(directory.resolve("redis"))) {
      kafka.start();
      redis.start();
      try (EngagementJob run = new EngagementJob(redis.url())) {
        run.registry = registry.url();
        run.start(
            kafka.bootstrapServers(), "kafka-topic: %s, kafka-format: avro,".formatted(TOPIC));
        run.changes.add(run.insert(1, 7, "click", "0"), run.insert(2, 7, "purchase", "5.50"));
        registry.start();
        run.awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "5.5", "spend_lifetime", "5.5"));
        run.changes.add(run.delete(1), run.delete(2));
        assertRecords(kafka);
      }
    }
    refusesWhatReadersCouldNotRead();
  }

  private static void assertRecords(KafkaBroker kafka) throws IOException {
    Properties clients = new Properties();
    clients.put("bootstrap.servers", kafka.bootstrapServers());
    CompactedTopics.create(clients, List.of(TOPIC));
    try (TopicReader<byte[]> reader =
        new TopicReader<>(
            kafka.bootstrapServers(), TOPIC, "read_committed", new ByteArrayDeserializer())) {
      List<ConsumerRecord<byte[], byte[]>> records =
          reader.readUntil(all -> !all.isEmpty() && all.get(all.size() - 1).value() == null);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        assertThat(decoded(record.key())).hasToString("{\"user_id\": 7}");
      }
      GenericRecord value =
          Objects.requireNonNull(decoded(records.get(records.size() - 2).value()));
      assertThat(value.getSchema().getFullName()).isEqualTo("features.engagement.Value");
      assertThat(records.stream().map(record -> "" + decoded(record.value())))
          .anyMatch(
              text ->
                  text.contains(
                      "\"entity\": {\"user_id\": 7}, \"features\": {\"clicks_5m\": 1,"
                          + " \"spend_1h\": \"5.5\", \"spend_lifetime\": \"5.5\"}"));
    }
  }

  /** As any consumer with Confluent's deserializer reads it. */
  private static @Nullable GenericRecord decoded(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    ByteBuffer framed = ByteBuffer.wrap(bytes);
    assertThat(framed.get()).isZero();
    String text = Objects.requireNonNull(client().avroSchema(framed.getInt()));
    Schema schema = new Schema.Parser().parse(text);
    try {
      return new GenericDatumReader<GenericRecord>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Features come and go; what one of them is stays. */
  private static void refusesWhatReadersCouldNotRead() throws Exception {
    HttpRequest full =
        HttpRequest.newBuilder(URI.create(registry.url() + "/config"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"FULL_TRANSITIVE\"}"))
            .build();
    HttpClient.newHttpClient().send(full, HttpResponse.BodyHandlers.discarding());
    String both = schema("a: {sum: value, over: 1h}, b: {top: device, k: 2, over: 1d}");
    int first = client().register("t-value", schema("a: {sum: value, over: 1h}"));
    int second = client().register("t-value", both);
    assertThat(second).isNotEqualTo(first);
    assertThat(client().register("t-value", both)).isEqualTo(second);
    client().register("t-value", schema("b: {top: device, k: 2, over: 1d}"));
    assertThatIllegalStateException()
        .isThrownBy(() -> client().register("t-value", schema("a: {avg: value, over: 1h}")))
        .withMessageContaining("refuses the schema of subject t-value: ");
    refusesBeforeTheJobIsSubmitted();
  }

  private static void refusesBeforeTheJobIsSubmitted() {
    sink(registry.url(), "a: {sum: value, over: 1h}");
    assertThatThrownBy(() -> sink(registry.url(), "a: {avg: value, over: 1h}"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("rollups.r.kafka-topic: the schema registry would refuse the schema")
        .hasMessageContaining("subject t-value: ")
        .hasMessageContaining("write to another topic");
    sink("http://127.0.0.1:1", "a: {avg: value, over: 1h}");
  }

  private static void sink(String registryUrl, String features) {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app,
              schema-registry: {url: "%s"}}}
            tables: {public.events: {columns: {user_id: bigint, value: numeric,
              occurred_at: timestamptz}}}
            redis: {url: "redis://none"}
            rollups: {r: {from: public.events, entity: user_id, event-time: occurred_at,
              kafka-topic: t, kafka-format: avro, features: {%s}}}
            """
                .formatted(registryUrl, features));
    var tables = SourceCatalog.describe(config);
    FeatureTopics.of(config, RollupPlan.of(config, tables), tables)
        .sink(config, StreamExecutionEnvironment.getExecutionEnvironment());
  }

  private static String schema(String features) {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app}}
            tables: {public.events: {}}
            redis: {url: "redis://none"}
            rollups: {r: {from: public.events, entity: user_id, event-time: occurred_at,
              features: {%s}}}
            """
                .formatted(features));
    RollupPlan plan = RollupPlan.of(config);
    var rollup = Objects.requireNonNull(plan.rollups().get("r"));
    RollupTypes types = RollupTypes.of(rollup, Events.TABLE.schema());
    return AvroSchemas.of(rollup, Objects.requireNonNull(config.rollups().get("r")), types)
        .value()
        .toString();
  }

  private static HttpSchemaRegistry client() {
    SchemaRegistryConfig config =
        new SchemaRegistryConfig(new ConnectionUrl(registry.url()), null, null);
    return new HttpSchemaRegistry(config, Duration.ofSeconds(10), () -> {});
  }
}
