package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.Lsn;
import io.tributary.event.RowTransition;
import io.tributary.stack.KafkaBroker;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Marks of a job that reads a real broker, to which the test writes as connector and worker do. */
@Timeout(120)
class KafkaFreshnessIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static KafkaTopics kafka;

  private final String prefix = "app-" + UUID.randomUUID();
  private final String topic = prefix + ".public.users";
  private final String heartbeats = prefix + "." + ChangeStream.HEARTBEAT;
  private final String offsets = prefix + ".offsets";
  private final Rows users = Rows.of("public.users").column("id", BIGINT).key("id");
  private final Rows heartbeat = Rows.of("tributary.heartbeat").column("id", BIGINT).key("id");
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  private final CollectingSink<TableFreshness> marks = new CollectingSink<>();
  private @Nullable JobClient job;

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
  void createTopics() throws Exception {
    kafka.create(topic, 2);
    kafka.create(heartbeats, 1);
  }

  @AfterEach
  void stopJob() throws Exception {
    if (job != null) {
      job.cancel().get();
    }
  }

  @Test
  void isApproximateWhereNobodyTellsWhatTheConnectorHasWritten() throws Exception {
    start(200);
    kafka.write(topic, users.read("0/10").set("id", 1));
    beat("0/100", "2026-03-01T12:00:00Z");
    TableFreshness mark = marks.await(made -> !made.isEmpty()).get(0);
    assertThat(mark)
        .isEqualTo(
            new TableFreshness(
                users.table(), Instant.parse("2026-03-01T12:00:00Z").toEpochMilli(), 0x100, false));
    assertThat(transitions.collected()).hasSize(1);
  }

  @Test
  void isProvenOnceTheConnectorsOffsetIsNotBeforeTheHeartbeat() throws Exception {
    kafka.create(offsets, 3);
    store("0/f0");
    start(200);
    beat("0/100", "2026-03-01T12:00:00Z");
    await().during(A_WHILE).atMost(SOON).until(() -> marks.collected().isEmpty());
    store("0/100");
    assertThat(marks.await(made -> !made.isEmpty()).get(0))
        .extracting(TableFreshness::kind, TableFreshness::lsnText)
        .containsExactly("proven", "0/100");
  }

  @Test
  void provesNothingWhileTheConnectorReadsTheTables() throws Exception {
    kafka.create(offsets, 1);
    storeOffset("{\"lsn_commit\":99999,\"snapshot\":\"INITIAL\"}");
    start(200);
    beat("0/100", "2026-03-01T12:00:00Z");
    await().during(A_WHILE).atMost(SOON).until(() -> marks.collected().isEmpty());
  }

  @Test
  void reachesTheEndOfATopicThatEndsWithAnAbortedTransaction() throws Exception {
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.writeAborted(topic, users.insert("0/20").set("id", 1));
    kafka.writeAborted(topic, users.insert("0/20").set("id", 2));
    start(200);
    beat("0/100", "2026-03-01T12:00:00Z");
    transitions.await(made -> made.size() == 1);
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              beat("0/" + Long.toHexString(System.nanoTime()), "2026-03-01T12:00:01Z");
              return !marks.collected().isEmpty();
            });
  }

  @Test
  void doesNotTakeAnEarlierRunsOffsetsForItsOwn() throws Exception {
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.commit("tributary-it", topic, 2, 1);
    start(Duration.ofHours(1).toMillis());
    transitions.await(made -> made.size() == 1);
    beat("0/100", "2026-03-01T12:00:00Z");
    await().during(A_WHILE).atMost(SOON).until(() -> marks.collected().isEmpty());
  }

  private void beat(String lsn, String at) throws Exception {
    kafka.write(heartbeats, heartbeat.update(lsn).set("id", 1).committedAt(at));
  }

  private void store(String lsn) throws Exception {
    storeOffset("{\"lsn_commit\":%d}".formatted(Lsn.parse(lsn).value()));
  }

  private void storeOffset(String value) throws Exception {
    kafka.write(offsets, "[\"any\",{\"server\":\"" + prefix + "\"}]", value);
  }

  private void start(long checkpointMillis) throws Exception {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source:
              kafka:
                bootstrap-servers: "%s"
                topic-prefix: "%s"
                connector-offsets-topic: "%s"
                properties: { partition.discovery.interval.ms: "200" }
            bootstrap: accept-partial
            tables:
              public.users: { key: [id], columns: { id: bigint } }
              tributary.heartbeat: { key: [id], columns: { id: bigint } }
            """
                .formatted(broker.bootstrapServers(), prefix, offsets));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, new Configuration());
    env.enableCheckpointing(checkpointMillis);
    JobEnvironment.prepared(env);
    try (ChangeStream stream =
        ChangeStream.open(env, config, Ports.of(config, "it"), Set.of(users.table()))) {
      stream.transitions(Map.of(users.table(), Set.of())).sinkTo(transitions).uid("transitions");
      stream.freshness().sinkTo(marks).uid("marks");
    }
    job = env.executeAsync("it");
  }
}
