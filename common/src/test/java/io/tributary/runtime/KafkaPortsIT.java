package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.config.PipelineConfig;
import io.tributary.event.RowTransition;
import io.tributary.stack.KafkaBroker;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KafkaPortsIT {

  private static final String JOB = "it";

  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static KafkaTopics kafka;

  private final String prefix = "app-" + UUID.randomUUID();
  private final String topic = prefix + ".public.users";
  private final String deadLetterTopic = prefix + ".dead-letters";
  private final Rows users =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  private final InMemoryReporter metrics = InMemoryReporter.createWithRetainedMetrics();
  private final Configuration flink = metrics.addToConfiguration(new Configuration());

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.in(directory);
    broker.start();
    kafka = new KafkaTopics(broker.bootstrapServers());
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
    broker.close();
  }

  @BeforeEach
  void failAtOnce() {
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
  }

  @Test
  void losesNoRecordBetweenTopicsTransitionsAndDeadLetters() throws Exception {
    kafka.create(topic, 2);
    kafka.writeAborted(topic, users.insert("0/50").set("id", 9));
    for (int i = 0; i < 20; i++) {
      kafka.write(topic, users.insert("0/1" + (10 + i)).set("id", i));
    }
    kafka.write(topic, users.insert("0/110").set("id", 0));
    kafka.write(topic, 1, null);
    kafka.write(topic, 0, "{");

    JobClient job = start(flink);
    transitions.await(made -> made.size() == 20);
    await().until(() -> counted(PipelineMetrics.RECORDS) == 23);
    await().until(() -> counted(PipelineMetrics.REPLAYS) == 1);
    assertThat(counted(PipelineMetrics.DECODED)).isEqualTo(21);
    assertThat(counted(PipelineMetrics.SKIPPED)).isEqualTo(1);
    assertThat(counted(PipelineMetrics.REJECTED)).isEqualTo(1);
    assertThat(counted(PipelineMetrics.TRANSITIONS)).isEqualTo(20);
    assertThat(kafka.read(deadLetterTopic, 1)).hasSize(1);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> kafka.committed("tributary-" + JOB, topic) >= 23);
    job.cancel().get();
  }

  @Test
  void writesADeadLetterThatNamesItsOrigin() throws Exception {
    kafka.create(topic, 2);
    kafka.write(topic, 1, "not json");

    JobClient job = start(flink);
    ConsumerRecord<byte[], byte[]> letter = kafka.read(deadLetterTopic, 1).get(0);
    job.cancel().get();

    JsonNode json = new JsonMapper().readTree(letter.value());
    assertThat(json.path("code").asText()).isEqualTo("MALFORMED_JSON");
    assertThat(json.path("stage").asText()).isEqualTo("decode");
    assertThat(json.path("topic").asText()).isEqualTo(topic);
    assertThat(json.path("partition").asInt()).isEqualTo(1);
    assertThat(json.path("offset").asLong(-1)).isZero();
    assertThat(header(letter, "__connect.errors.topic")).isEqualTo(topic);
    assertThat(header(letter, "__connect.errors.partition")).isEqualTo("1");
    assertThat(header(letter, "__connect.errors.offset")).isEqualTo("0");
    assertThat(header(letter, "tributary.code")).isEqualTo("MALFORMED_JSON");
    assertThat(new String(letter.value(), StandardCharsets.UTF_8)).doesNotContain("not json");
  }

  @Test
  void readsATopicFromItsStartThoughItIsCreatedLater() throws Exception {
    JobClient job = start(flink);
    kafka.create(topic, 1);
    kafka.write(topic, users.insert("0/100").set("id", 1));
    transitions.await(made -> made.size() == 1);
    job.cancel().get();
  }

  @Test
  void failsWhenTheOffsetItContinuesAtHasExpired() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.insert("0/100").set("id", 1));
    JobClient job = start(flink);
    transitions.await(made -> made.size() == 1);
    String savepoint =
        job.stopWithSavepoint(
                false, directory.resolve(prefix).toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    kafka.write(topic, users.insert("0/200").set("id", 2));
    kafka.write(topic, users.insert("0/300").set("id", 3));
    kafka.expire(topic, 0, 2);

    Configuration restored = new Configuration(flink);
    restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    JobClient again = start(restored);
    assertThatThrownBy(() -> again.getJobExecutionResult().get())
        .hasStackTraceContaining(OffsetOutOfRangeException.class.getSimpleName());
    assertThat(transitions.collected()).hasSize(1);
  }

  @Test
  void saysWhatToDoWhereKafkaCannotBeReached() {
    assertThatThrownBy(() -> Ports.of(config("127.0.0.1:1", Duration.ofSeconds(6)), JOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(deadLetterTopic)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("start Kafka");
  }

  private JobClient start(Configuration configuration) throws Exception {
    PipelineConfig config = config(broker.bootstrapServers(), Duration.ofMinutes(1));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    env.enableCheckpointing(200);
    JobEnvironment.prepared(env);
    try (ChangeStream stream =
        ChangeStream.open(env, config, Ports.of(config, JOB), config.tables().keySet())) {
      stream.transitions(Map.of(users.table(), Set.of())).sinkTo(transitions).uid("transitions");
    }
    return env.executeAsync(JOB);
  }

  private PipelineConfig config(String bootstrapServers, Duration timeout) {
    return PipelineConfig.parse(
        """
        version: 1
        source:
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: "%s"
            properties:
              partition.discovery.interval.ms: "200"
              default.api.timeout.ms: "%s"
              request.timeout.ms: "5000"
        bootstrap: accept-partial
        tables:
          public.users: { key: [id], columns: { id: bigint, email: text } }
        dead-letters: { topic: "%s" }
        """
            .formatted(bootstrapServers, prefix, timeout.toMillis(), deadLetterTopic));
  }

  private long counted(String name) {
    return metrics.getMetricsByGroup().values().stream()
        .map(group -> group.get(name))
        .filter(Counter.class::isInstance)
        .mapToLong(metric -> ((Counter) metric).getCount())
        .sum();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
