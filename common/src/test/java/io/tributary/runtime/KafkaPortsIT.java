package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.config.PipelineConfig;
import io.tributary.event.RowTransition;
import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.runtime.metrics.PipelineMetrics;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class KafkaPortsIT {

  @RegisterExtension static final KafkaTopics kafka = new KafkaTopics();

  @TempDir Path directory;
  private final UsersJob job = new UsersJob(kafka.bootstrapServers());
  private final String topic = job.topic;
  private final Rows users = job.users;
  private final CollectingSink<RowTransition> transitions = job.transitions;
  private final InMemoryReporter metrics = InMemoryReporter.createWithRetainedMetrics();

  @BeforeEach
  void reportMetrics() {
    metrics.addToConfiguration(job.flink);
  }

  @AfterEach
  void stopJob() throws Exception {
    job.close();
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

    job.start();
    transitions.await(made -> made.size() == 20);
    await().atMost(Duration.ofMinutes(1)).until(() -> counted(PipelineMetrics.RECORDS) == 23);
    await().atMost(Duration.ofMinutes(1)).until(() -> counted(PipelineMetrics.REPLAYS) == 1);
    assertThat(counted(PipelineMetrics.DECODED)).isEqualTo(21);
    assertThat(counted(PipelineMetrics.SKIPPED)).isEqualTo(1);
    assertThat(counted(PipelineMetrics.REJECTED)).isEqualTo(1);
    assertThat(counted(PipelineMetrics.TRANSITIONS)).isEqualTo(20);
    ConsumerRecord<byte[], byte[]> letter = kafka.read(job.deadLetters, 1).get(0);
    List<String> accounted = new ArrayList<>();
    transitions.collected().forEach(made -> accounted.add(made.origin().toString()));
    accounted.add(
        "%s/%s@%s"
            .formatted(
                topic,
                header(letter, "__connect.errors.partition"),
                header(letter, "__connect.errors.offset")));
    assertThat(accounted)
        .as("each once; what is missing are the replay and the tombstone")
        .doesNotHaveDuplicates()
        .hasSize(21);
    await().atMost(Duration.ofMinutes(1)).until(() -> kafka.committed(UsersJob.GROUP, topic) >= 23);
  }

  /** A reader that waits for records does so for ten seconds. */
  @Test
  void commitsOffsetsThoughNothingFollows() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.insert("0/100").set("id", 1));
    job.start();
    transitions.await(made -> made.size() == 1);
    await().atMost(Duration.ofSeconds(6)).until(() -> kafka.committed(UsersJob.GROUP, topic) == 1);
  }

  @Test
  void writesADeadLetterThatNamesItsOrigin() throws Exception {
    kafka.create(topic, 2);
    kafka.write(topic, 1, "not json");

    job.start();
    ConsumerRecord<byte[], byte[]> letter = kafka.read(job.deadLetters, 1).get(0);

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
    job.start();
    kafka.create(topic, 1);
    kafka.write(topic, users.insert("0/100").set("id", 1));
    transitions.await(made -> made.size() == 1);
  }

  @Test
  void failsWhenTheOffsetItContinuesAtHasExpired() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.insert("0/100").set("id", 1));
    job.start();
    transitions.await(made -> made.size() == 1);
    job.stop(directory);
    kafka.write(topic, users.insert("0/200").set("id", 2));
    kafka.write(topic, users.insert("0/300").set("id", 3));
    kafka.expire(topic, 0, 2);

    JobClient again = job.start();
    assertThatThrownBy(() -> again.getJobExecutionResult().get())
        .hasStackTraceContaining(OffsetOutOfRangeException.class.getSimpleName());
    assertThat(transitions.collected()).hasSize(1);
  }

  @Test
  void saysWhatToDoWhereKafkaCannotBeReached() {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source:
              kafka:
                bootstrap-servers: "127.0.0.1:1"
                topic-prefix: app
                properties: { default.api.timeout.ms: "6000", request.timeout.ms: "5000" }
            tables: { public.users: {} }
            dead-letters: { topic: letters }
            """);
    assertThatThrownBy(() -> Ports.of(config, UsersJob.NAME))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("letters")
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("start Kafka");
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
