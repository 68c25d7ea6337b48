package io.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.BinaryMode;
import io.tributary.decode.wire.DecimalMode;
import io.tributary.decode.wire.DeleteForm;
import io.tributary.decode.wire.RecordForm;
import io.tributary.decode.wire.TimePrecision;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.TableId;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisHost;
import io.tributary.redis.RedisServers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PipelineConfigTest {
  private static final TableId PROFILE = new TableId("public", "user_profile");
  private static final TableId EVENTS = new TableId("public", "personalization_events");

  private final PipelineConfig everyKey = Pipelines.load("every-key.yaml");

  @Test
  void readsSourceAndDatabase() {
    KafkaSourceConfig kafka = Objects.requireNonNull(everyKey.source().kafka());
    assertThat(kafka.bootstrapServers()).isEqualTo("kafka-1:9092,kafka-2:9092");
    assertThat(kafka.topicPrefix()).isEqualTo("app");
    assertThat(kafka.topic(PROFILE)).isEqualTo("app.public.user_profile");
    assertThat(kafka.topic(TableId.parse("public.Weird Näme"))).isEqualTo("app.public.Weird_N_me");
    assertThat(kafka.topic(TableId.parse("public.\uD83D\uDE00"))).isEqualTo("app.public.__");
    assertThat(kafka.topic(new TableId("s".repeat(200), "t".repeat(63)))).hasSize(249);
    assertThat(kafka.groupId()).isEqualTo("nightly");
    assertThat(kafka.properties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("session.timeout.ms", "45000");
    assertThat(kafka.schemaHistoryTopic()).isEqualTo("app.columns");
    assertThat(kafka.schemaHistory().waitAtMost()).isEqualTo(Duration.ofSeconds(3));
    assertThat(kafka.schemaRegistry())
        .isEqualTo(
            new SchemaRegistryConfig(
                new ConnectionUrl("https://registry:8081"), "tributary", new Secret("reg-sesame")));
    assertThat(everyKey.wireFormat())
        .isEqualTo(
            WireFormat.DEFAULT
                .withTopicPrefix("app")
                .withTopics(Map.of(kafka.topic(PROFILE), PROFILE, kafka.topic(EVENTS), EVENTS))
                .withRecords(RecordForm.FLATTENED, DeleteForm.TOMBSTONE)
                .withTimes(TimePrecision.ADAPTIVE_TIME_MICROSECONDS)
                .withDecimals(DecimalMode.PRECISE_AS_NUMBER)
                .withBinary(BinaryMode.BASE64_URL_SAFE)
                .withAvroNullsReplaced(false)
                .withPlaceholder("hex:00ff"));
    assertThat(everyKey.database())
        .isEqualTo(
            new DatabaseConfig(
                new ConnectionUrl("jdbc:postgresql://db:5432/app"),
                "reader",
                new Secret("db-sesame")));
    assertThat(everyKey.bootstrap()).isEqualTo(Bootstrap.ACCEPT_PARTIAL);
  }

  @Test
  void knowsThatATopicIsSeveralTables() {
    PipelineConfig shared =
        Pipelines.parse(
            """
            version: 1
            source: { kafka: { bootstrap-servers: "kafka:9092", topic-prefix: app, group-id: g } }
            tables: { "public.w n": {}, "public.w_n": {}, "public.w-n": {}, "public.w*n": {} }
            """);

    assertThat(shared.wireFormat().topics())
        .containsEntry("app.public.w_n", null)
        .containsEntry("app.public.w-n", new TableId("public", "w-n"));
  }

  @Test
  void readsTablesAndTheirProtection() {
    assertThat(everyKey.tables().keySet()).containsExactly(PROFILE, EVENTS);
    assertThat(everyKey.tables().get(PROFILE))
        .isEqualTo(
            new TableConfig(
                List.of("user_id"),
                Map.of("preferences", "jsonb"),
                Map.of(
                    "email",
                    PiiRule.of(PiiRule.Action.HMAC),
                    "phone",
                    PiiRule.of(PiiRule.Action.DROP),
                    "city",
                    PiiRule.KEEP,
                    "full_name",
                    new PiiRule(PiiRule.Action.MASK, 2, null),
                    "note",
                    PiiRule.of(PiiRule.Action.MASK),
                    "handle",
                    new PiiRule(PiiRule.Action.HMAC, 0, "k1"))));
    assertThat(everyKey.pii())
        .isEqualTo(
            new PiiConfig(
                new HmacConfig(
                    "k2",
                    Map.of(
                        "k1", new Secret("pii-sesame-number-one"),
                        "k2", new Secret("pii-sesame-number-two")))));
  }

  @Test
  void readsStoresAndDeadLetters() {
    assertThat(everyKey.redis())
        .isEqualTo(
            new RedisConfig(
                new ConnectionUrl("rediss://tributary:redis-sesame@redis-1,redis-2:26380/2"),
                RedisConfig.Mode.SENTINEL,
                new RedisSentinelConfig("main", "watcher", new Secret("redis-sesame")),
                "/certificates/redis.pem",
                true));
    assertThat(Objects.requireNonNull(everyKey.redis()).address())
        .isEqualTo(
            new RedisAddress(
                List.of(new RedisHost("redis-1", 26379), new RedisHost("redis-2", 26380)),
                "tributary",
                "redis-sesame",
                2,
                true,
                "/certificates/redis.pem",
                new RedisServers.Sentinel("main", "watcher", "redis-sesame")));
    assertThat(everyKey.caches())
        .isEqualTo(
            Map.of(
                "profile",
                new CacheConfig(PROFILE, List.of("user:{user_id}", "reco:{user_id}:home"))));
    assertThat(everyKey.featureTopics())
        .isEqualTo(
            new FeatureTopicsConfig(
                FeatureTopicsConfig.Delivery.EXACTLY_ONCE, Duration.ofMinutes(10)));
    assertThat(everyKey.lakehouse())
        .isEqualTo(
            new LakehouseConfig(
                Map.of(
                    "type", "rest",
                    "uri", "https://catalog",
                    "s3.secret-access-key", "plain-sesame"),
                new AuditConfig("compliance.audit")));
    assertThat(everyKey.deadLetters())
        .isEqualTo(
            new DeadLetterConfig(
                "rejects",
                DeadLetterConfig.Payload.ENCRYPTED,
                new EncryptionConfig("d1", Map.of("d1", new Secret(Pipelines.DLQ_KEY))),
                new Percentage(new BigDecimal("2.5"))));
  }

  @Test
  void readsAFileThatItDescribedItself() {
    String yaml =
        """
        version: 1
        source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
        redis: { url: "redis://localhost:6379" }
        tables: { public.on: { pii: { a: { mask: { keep-last: 3 } }, b: drop } } }
        dead-letters: { fail-above: 0.5% }
        rollups:
          r:
            from: public.on
            entity: no
            event-time: at
            emit-every: 1500ms
            features:
              f: { count: true, where: { a1: "5", a2: "true", a3: 1.50, a4: null, a5: ~, a6: "", a7: 1e3 }, over: 90m }
              g: { percentile: v, at: 0.50, approximate: false, cap: 9, tile: 1m, over: 1d }
              h: { histogram: v, bounds: [-1.50, 2], over: [1d], owner: o, description: d }
              i: { decayed-count: true, half-life: 6h }
              j: { ratio: [f, f2], over: lifetime }
              f2: { sum: v, over: 1d }
              l: { latest: v }
              m: { last: v, k: 3, over: 1d }
              n:
                count: true
                over: 1h
                where:
                  x: [1, "1"]
                  y.z: { gt: "x", not-in: [3.50], null: false }
                  any-of: [{ x: { in: true } }, { none-of: [{ x: null }], all-of: [{ x: 1, y: 2 }] }]
        """;
    PipelineConfig config = Pipelines.parse(yaml);
    assertThat(Pipelines.parse(config.describe())).isEqualTo(config);
    assertThat(everyKey.describe())
        .contains("handle:\n        hmac:\n          key: k1", "fail-above: 2.5%");
  }

  @Test
  void travelsToFlinkOperators() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(everyKey);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(everyKey);
    }
  }
}
