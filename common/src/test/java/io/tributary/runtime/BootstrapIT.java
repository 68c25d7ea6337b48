package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.PipelineConfig;
import io.tributary.event.RowTransition;
import io.tributary.stack.KafkaBroker;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.Rows;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job without state may start on, with a real broker. */
@Timeout(120)
class BootstrapIT {

  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static KafkaTopics kafka;

  private final String prefix = "app-" + UUID.randomUUID();
  private final String topic = prefix + ".public.users";
  private final String heartbeats = prefix + "." + ChangeStream.HEARTBEAT;
  private final Rows users = Rows.of("public.users").column("id", BIGINT).key("id");
  private final Rows heartbeat = Rows.of("tributary.heartbeat").column("id", BIGINT).key("id");
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();

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

  @Test
  void readsFromASnapshotOn() throws Exception {
    kafka.create(topic, 3);
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.write(topic, users.insert("0/20").set("id", 2));
    runsUntil(2, "require-snapshot");
  }

  @Test
  void refusesOnceAndWritesNothingWhereTheSnapshotHasExpired() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.write(topic, users.read("0/10").set("id", 2));
    kafka.expire(topic, 0, 1);

    JobClient job = start("require-snapshot", alwaysRetrying());
    assertThatThrownBy(() -> job.getJobExecutionResult().get())
        .hasStackTraceContaining(topic + ", partition 0: the records before offset 1 are gone")
        .hasStackTraceContaining("bootstrap: accept-partial");
    assertThat(transitions.collected()).isEmpty();
  }

  @Test
  void refusesWhereEverythingHasExpired() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.expire(topic, 0, 1);
    JobClient job = start("require-snapshot", alwaysRetrying());
    assertThatThrownBy(() -> job.getJobExecutionResult().get())
        .hasStackTraceContaining("the records before offset 1 are gone");
  }

  @Test
  void refusesATopicThatWasMadeAnewWithoutASnapshot() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.update("0/90").set("id", 1));
    JobClient job = start("require-snapshot", alwaysRetrying());
    assertThatThrownBy(() -> job.getJobExecutionResult().get())
        .hasStackTraceContaining(topic + ", partition 0: begins with UPDATE");
  }

  @Test
  void startsAnywhereIfThePipelineSaysSoAndKnowsNoOldImageThen() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.write(topic, users.update("0/90").set("id", 1));
    kafka.expire(topic, 0, 1);
    runsUntil(1, "accept-partial");
    assertThat(transitions.collected().get(0).before()).isNotNull();
  }

  @Test
  void takesATableForEmptyWhereTheHeartbeatWasSnapshotted() throws Exception {
    kafka.create(topic, 1);
    kafka.create(heartbeats, 1);
    kafka.write(heartbeats, heartbeat.read("0/10").set("id", 1));
    kafka.write(topic, users.insert("0/20").set("id", 1));
    runsUntil(1, "require-snapshot");
  }

  @Test
  void letsTheHeartbeatsExpire() throws Exception {
    kafka.create(topic, 1);
    kafka.create(heartbeats, 1);
    kafka.write(heartbeats, heartbeat.read("0/10").set("id", 1));
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.expire(heartbeats, 0, 1);
    runsUntil(1, "require-snapshot");
  }

  @Test
  void asksNothingOfATopicThatComesLater() throws Exception {
    JobClient job = start("require-snapshot", new Configuration());
    kafka.create(topic, 1);
    kafka.write(topic, users.insert("0/20").set("id", 1));
    transitions.await(made -> made.size() == 1);
    job.cancel().get();
  }

  @Test
  void continuesFromASavepointThoughTheBeginningHasExpired() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.read("0/10").set("id", 1));
    JobClient job = start("require-snapshot", new Configuration());
    transitions.await(made -> made.size() == 1);
    String savepoint =
        job.stopWithSavepoint(
                false, directory.resolve(prefix).toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    kafka.expire(topic, 0, 1);
    kafka.write(topic, users.update("0/30").set("id", 1));

    Configuration restored = new Configuration();
    restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    JobClient again = start("require-snapshot", restored);
    transitions.await(made -> made.size() == 2);
    again.cancel().get();
  }

  private void runsUntil(int transitionsMade, String bootstrap) throws Exception {
    JobClient job = start(bootstrap, new Configuration());
    transitions.await(made -> made.size() == transitionsMade);
    job.cancel().get();
  }

  private static Configuration alwaysRetrying() {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    return flink;
  }

  private JobClient start(String bootstrap, Configuration flink) throws Exception {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source:
              kafka:
                bootstrap-servers: "%s"
                topic-prefix: "%s"
                properties: { partition.discovery.interval.ms: "200" }
            bootstrap: %s
            tables:
              public.users: { key: [id], columns: { id: bigint } }
              tributary.heartbeat: { key: [id], columns: { id: bigint } }
            """
                .formatted(broker.bootstrapServers(), prefix, bootstrap));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    env.enableCheckpointing(200);
    JobEnvironment.prepared(env);
    try (ChangeStream stream =
        ChangeStream.open(env, config, Ports.of(config, "it"), Set.of(users.table()))) {
      stream.transitions(Map.of(users.table(), Set.of())).sinkTo(transitions).uid("transitions");
    }
    return env.executeAsync("it");
  }
}
