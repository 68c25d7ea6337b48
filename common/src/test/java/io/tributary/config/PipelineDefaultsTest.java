package io.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.WireFormat;
import io.tributary.event.TableId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a file need not say, and what follows from what it says. */
class PipelineDefaultsTest {

  @Test
  void fillsInDefaults() {
    PipelineConfig config = Pipelines.load("smallest.yaml");

    KafkaSourceConfig kafka = Objects.requireNonNull(config.source().kafka());
    assertThat(kafka)
        .isEqualTo(
            new KafkaSourceConfig(
                "localhost:9092",
                "app",
                "tributary",
                Map.of(),
                new SchemaHistoryConfig(null, Duration.ofSeconds(10)),
                null,
                FormatConfig.DEFAULT,
                "connect-offsets"));
    assertThat(kafka.schemaHistoryTopic()).isEqualTo("app.message");
    assertThat(config.wireFormat())
        .isEqualTo(
            WireFormat.DEFAULT
                .withTopicPrefix("app")
                .withTopics(Map.of("app.public.users", new TableId("public", "users"))));
    assertThat(config.source().epoch()).isZero();
    assertThat(config.source().endUnseenRows()).isTrue();
    assertThat(config.bootstrap()).isEqualTo(Bootstrap.REQUIRE_SNAPSHOT);
    assertThat(config.tables())
        .isEqualTo(
            Map.of(new TableId("public", "users"), new TableConfig(List.of(), Map.of(), Map.of())));
    assertThat(config.database()).isNull();
    assertThat(config.pii()).isNull();
    assertThat(config.redis()).isNull();
    assertThat(config.rollups()).isEmpty();
    assertThat(config.featureTopics()).isEqualTo(FeatureTopicsConfig.DEFAULT);
    assertThat(config.caches()).isEmpty();
    assertThat(config.lakehouse()).isNull();
    assertThat(config.deadLetters())
        .isEqualTo(
            new DeadLetterConfig(
                "tributary.dead-letters",
                DeadLetterConfig.Payload.REDACTED,
                null,
                new Percentage(new BigDecimal("50"))));
  }

  @Test
  void readsADatabaseAsTheSource() {
    PipelineConfig config = Pipelines.load("direct.yaml");

    assertThat(config.source().kafka()).isNull();
    assertThat(config.source().postgres())
        .isEqualTo(
            new PostgresSourceConfig("tributary", "tributary", Duration.ofSeconds(30), true));
    assertThat(config.source().topicPrefix()).isEqualTo("tributary");
    assertThat(config.kafkaForResults())
        .isEqualTo(
            new KafkaConfig(
                "kafka-1:9092,kafka-2:9092",
                Map.of("security.protocol", "SASL_SSL"),
                new SchemaRegistryConfig(new ConnectionUrl("https://registry"), null, null)));
  }

  @Test
  void writesResultsToTheKafkaOfTheSource() {
    assertThat(Pipelines.load("smallest.yaml").kafkaForResults())
        .isEqualTo(new KafkaConfig("localhost:9092", Map.of(), null));
  }
}
