package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.ColumnType;
import io.tributary.event.DeadLetter;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.RedisServer;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.InMemoryChanges;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/** The whole job, on a real Redis and a real Kafka, from the bytes of the wire on. */
class FeatureRollupJobIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");
  private static final String TOPIC = "kafka-topic: features.engagement,";

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final Rows EVENTS =
      Rows.of("public.events")
          .column("id", ColumnType.Kind.BIGINT)
          .column("user_id", ColumnType.Kind.BIGINT)
          .column("event_type", ColumnType.Kind.TEXT)
          .column("value", ColumnType.numeric(12, 2))
          .column("occurred_at", ColumnType.Kind.TIMESTAMPTZ)
          .key("id");

  private static final Rows HEARTBEAT =
      Rows.of("tributary.heartbeat").column("id", ColumnType.Kind.INTEGER).key("id");

  @TempDir static Path directory;
  private static RedisServer server;

  private final InMemoryChanges changes = InMemoryChanges.withPartitions(2);
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private Instant now = NOON;
  private int commits;
  private RedisConnection redis;
  private @Nullable JobClient job;

  @BeforeAll
  static void startServer() {
    server = RedisServer.in(directory);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void connect() {
    redis = RedisConnection.open(RedisAddress.parse(server.url()));
    redis.call(COMMANDS.flushAll());
  }

  @AfterEach
  void stopJob() throws Exception {
    if (job != null) {
      job.cancel().get();
    }
    redis.close();
  }

  @Test
  void followsInsertsUpdatesAndDeletes() throws Exception {
    start("none:1", "");
    changes.add(insert(1, 7, "click", "0"), insert(2, 7, "purchase", "9.90"));
    changes.add(insert(3, 8, "purchase", "5.00"), insert(4, 8, "view", "0"));
    awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "9.9", "spend_lifetime", "9.9"));
    awaitFeatures(8, Map.of("clicks_5m", "0", "spend_1h", "5", "spend_lifetime", "5"));

    changes.add(
        EVENTS
            .update(lsn())
            .set("id", 2)
            .set("user_id", 8)
            .set("event_type", "purchase")
            .set("value", "1.10")
            .set("occurred_at", NOON.toString())
            .committedAt(tick()));
    awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
    awaitFeatures(8, Map.of("clicks_5m", "0", "spend_1h", "6.1", "spend_lifetime", "6.1"));

    changes.add(delete(1), delete(2), delete(3));
    awaitGone(7);
    awaitGone(8);
    assertThat(deadLetters.collected()).isEmpty();
  }

  @Test
  void movesWindowsWithHeartbeatsOfAnIdleDatabase() throws Exception {
    start("none:1", "");
    changes.add(insert(1, 7, "click", "0"), insert(2, 7, "purchase", "5"));
    awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "5", "spend_lifetime", "5"));

    now = NOON.plus(Duration.ofMinutes(10));
    heartbeat();
    awaitFeatures(7, Map.of("clicks_5m", "0", "spend_1h", "5", "spend_lifetime", "5"));
    awaitFreshness(now.minusMillis(2));

    now = NOON.plus(Duration.ofHours(2));
    heartbeat();
    awaitFeatures(7, Map.of("clicks_5m", "0", "spend_1h", "0", "spend_lifetime", "5"));
  }

  @Test
  void reportsRowThatItCannotJudge() throws Exception {
    start("none:1", "");
    changes.add(
        EVENTS
            .insert(lsn())
            .set("id", 1)
            .set("user_id", 7)
            .set("value", "5")
            .set("occurred_at", NOON.toString())
            .unavailable("event_type")
            .committedAt(tick()));
    assertThat(deadLetters.await(letters -> !letters.isEmpty()))
        .extracting(DeadLetter::code, DeadLetter::stage, DeadLetter::table)
        .containsExactly(tuple("COLUMN_UNAVAILABLE", "rollup", "public.events"));
    changes.add(insert(2, 7, "click", "0"));
    awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
  }

  @Test
  void countsOnceWhatIsReplayedAfterLossOfTaskManager(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    start("none:1", "");
    int rows = 3_000;
    for (int id = 0; id < rows; id++) {
      changes.add(insert(id, id % 10, "click", "0"));
      if (id % 1_000 == 999) {
        int some = id / 20;
        await().atMost(SOON).until(() -> clicks(9) >= some);
        cluster.terminateTaskManager(0).get();
        cluster.startTaskManager();
      }
    }
    for (int user = 0; user < 10; user++) {
      awaitFeatures(user, Map.of("clicks_5m", "300", "spend_1h", "0", "spend_lifetime", "0"));
    }
  }

  @Test
  void rebuildsWhatIsInRedisWhenStartedWithoutState() throws Exception {
    start("none:1", "");
    changes.add(insert(1, 7, "click", "0"), insert(2, 7, "purchase", "5"));
    awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "5", "spend_lifetime", "5"));
    String version = redis.call(COMMANDS.hget("feature:engagement:7", "_version"));
    stopJob();
    connectAgain();

    redis.call(COMMANDS.hset("feature:engagement:7", "clicks_5m", "1000"));
    start("none:1", "");
    awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "5", "spend_lifetime", "5"));
    assertThat(redis.call(COMMANDS.hget("feature:engagement:7", "_version")))
        .isGreaterThan(version);
  }

  @Test
  void writesTopicThatItCreates(@TempDir Path kafkaDirectory) throws Exception {
    try (KafkaBroker kafka = KafkaBroker.in(kafkaDirectory)) {
      kafka.start();
      start(kafka.bootstrapServers(), TOPIC);
      changes.add(insert(1, 7, "click", "0"), insert(2, 8, "purchase", "5"));
      awaitFeatures(7, Map.of("clicks_5m", "1", "spend_1h", "0", "spend_lifetime", "0"));
      changes.add(delete(1));
      List<ConsumerRecord<String, String>> records = readUntilTombstone(kafka);
      assertThat(records)
          .filteredOn(record -> record.value() != null)
          .extracting(ConsumerRecord::value)
          .anyMatch(value -> value.contains("\"features\":{\"clicks_5m\":1,"))
          .anyMatch(value -> value.contains("\"entity\":{\"user_id\":8},\"features\":"));
      assertThat(cleanupPolicy(kafka)).isEqualTo("compact");
    }
  }

  private static List<ConsumerRecord<String, String>> readUntilTombstone(KafkaBroker kafka) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("group.id", "test");
    settings.put("auto.offset.reset", "earliest");
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("features.engagement"));
      await()
          .atMost(SOON)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.stream()
                    .anyMatch(
                        record -> record.value() == null && record.key().equals("{\"user_id\":7}"));
              });
    }
    return records;
  }

  private static String cleanupPolicy(KafkaBroker kafka) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "features.engagement");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return Objects.requireNonNull(admin.describeConfigs(List.of(topic)).all().get().get(topic))
          .get("cleanup.policy")
          .value();
    }
  }

  private void connectAgain() {
    job = null;
    redis = RedisConnection.open(RedisAddress.parse(server.url()));
  }

  private RowChange insert(long id, long user, String type, String value) {
    return EVENTS
        .insert(lsn())
        .set("id", id)
        .set("user_id", user)
        .set("event_type", type)
        .set("value", value)
        .set("occurred_at", NOON.toString())
        .committedAt(tick());
  }

  private RowChange delete(long id) {
    return EVENTS.delete(lsn()).was("id", id).committedAt(tick());
  }

  private void heartbeat() {
    changes.add(HEARTBEAT.update(lsn()).set("id", 1).committedAt(tick()));
  }

  private String lsn() {
    return "0/" + Integer.toHexString(0x100 * ++commits);
  }

  /** Each commit is a millisecond after the one before. */
  private String tick() {
    String moment = now.toString();
    now = now.plusMillis(1);
    return moment;
  }

  private void start(String kafka, String topic) throws Exception {
    Configuration settings = new Configuration();
    settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.getExecutionEnvironment(settings));
    env.setParallelism(2);
    env.enableCheckpointing(200);
    PipelineConfig config = config(kafka, topic);
    FeatureRollupJob.define(env, config, new Ports(changes, deadLetters));
    job = env.executeAsync("feature-rollup");
  }

  private static PipelineConfig config(String kafka, String topic) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "%s", topic-prefix: app, group-id: g}}
        tables:
          tributary.heartbeat: {key: [id], columns: {id: integer}}
          public.events:
            key: [id]
            columns: {id: bigint, user_id: bigint, event_type: text, value: "numeric(12,2)",
              occurred_at: timestamptz}
        redis: {url: "%s"}
        rollups:
          engagement: {
            from: public.events, entity: user_id, event-time: occurred_at, %s
            features: {
              clicks: {count: true, where: {event_type: click}, over: [5m]},
              spend: {sum: value, where: {event_type: purchase}, over: [1h, lifetime]}}}
        """
            .formatted(kafka, server.url(), topic));
  }

  private void awaitFeatures(long user, Map<String, String> features) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Map<String, String> hash = redis.call(COMMANDS.hgetAll("feature:engagement:" + user));
              hash.keySet().removeIf(field -> field.startsWith("_"));
              assertThat(hash).isEqualTo(features);
            });
  }

  private void awaitGone(long user) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(redis.call(COMMANDS.hkeys("feature:engagement:" + user)))
                    .containsOnly("_version"));
  }

  private void awaitFreshness(Instant asOf) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(redis.call(COMMANDS.hget("feature:engagement", "as_of")))
                    .isEqualTo(asOf.toString()));
  }

  private int clicks(long user) {
    String clicks = redis.call(COMMANDS.hget("feature:engagement:" + user, "clicks_5m"));
    return clicks == null ? 0 : Integer.parseInt(clicks);
  }
}
