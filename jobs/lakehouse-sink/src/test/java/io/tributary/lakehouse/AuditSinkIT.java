package io.tributary.lakehouse;

import static io.tributary.lakehouse.PacedChanges.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.stack.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sink in a running job, with its catalog in PostgreSQL. */
class AuditSinkIT {

  private static final long CHANGES = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Where {@link #failing} fails next; 0 for nowhere. */
  private static final AtomicInteger FAILS_AT = new AtomicInteger();

  @RegisterExtension
  private static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(2)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir private static Path serverDirectory;
  private static PostgresServer postgres;

  @TempDir Path directory;
  private LakehouseConfig lakehouse;

  @BeforeAll
  static void startPostgres() {
    postgres = PostgresServer.in(serverDirectory);
    postgres.start();
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void openLakehouse() {
    String database = "lake" + System.nanoTime();
    postgres.createDatabase(database);
    lakehouse = Lakehouses.in(directory.resolve("lake"), postgres, database);
  }

  @Test
  void commitsEverythingOfAStreamThatEnds() throws Exception {
    StreamExecutionEnvironment env = environment(new Configuration());
    env.fromData(changes(500), TypeInformation.of(RowTransition.class))
        .uid("changes")
        .rebalance()
        .sinkTo(new AuditSink(lakehouse))
        .uid(AuditSink.UID);

    env.execute("audit");

    assertThat(ids()).containsExactlyElementsOf(PacedChanges.idsUpTo(500));
  }

  @Test
  void commitsNothingTwiceWhenTasksFailBetweenCheckpoints() throws Exception {
    FAILS_AT.set(45);
    JobClient job = start(new Configuration());
    await().atMost(PATIENCE).until(() -> FAILS_AT.get() == 0);
    FAILS_AT.set(125);

    job.getJobExecutionResult().get();

    assertThat(FAILS_AT).hasValue(0);
    assertThat(ids()).containsExactlyElementsOf(PacedChanges.idsUpTo(CHANGES));
  }

  @Test
  void commitsNothingTwiceWhenATaskManagerIsLost(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    JobClient job = start(new Configuration());
    await().atMost(PATIENCE).until(() -> count() >= 60);

    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
    job.getJobExecutionResult().get();

    assertThat(ids()).containsExactlyElementsOf(PacedChanges.idsUpTo(CHANGES));
  }

  @Test
  void commitsNothingTwiceInAnotherJobFromTheSameCheckpoint(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    JobClient first = start(retainingCheckpoints());
    await().atMost(PATIENCE).until(() -> count() >= 60);
    first.cancel().get();
    String checkpoint =
        CommonTestUtils.getLatestCompletedCheckpointPath(first.getJobID(), cluster).orElseThrow();

    Configuration restored = retainingCheckpoints();
    restored.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint);
    JobClient second = start(restored);
    second.getJobExecutionResult().get();

    assertThat(second.getJobID()).isNotEqualTo(first.getJobID());
    assertThat(ids()).containsExactlyElementsOf(PacedChanges.idsUpTo(CHANGES));
  }

  private JobClient start(Configuration configuration) throws Exception {
    StreamExecutionEnvironment env = environment(configuration);
    env.addSource(new PacedChanges(CHANGES), TypeInformation.of(RowTransition.class))
        .uid("changes")
        .rebalance()
        .map(failing())
        .returns(RowTransition.class)
        .uid("failing")
        .sinkTo(new AuditSink(lakehouse))
        .uid(AuditSink.UID);
    return env.executeAsync("audit");
  }

  private static StreamExecutionEnvironment environment(Configuration configuration) {
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.enableCheckpointing(100);
    env.setParallelism(2);
    return env;
  }

  private Configuration retainingCheckpoints() {
    Configuration configuration = new Configuration();
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    return configuration;
  }

  private static MapFunction<RowTransition, RowTransition> failing() {
    return change -> {
      int place = FAILS_AT.get();
      if (place > 0 && change.equals(PacedChanges.change(place))) {
        FAILS_AT.set(0);
        throw new IllegalStateException("planned failure at change " + place);
      }
      return change;
    };
  }

  private static List<RowTransition> changes(int total) {
    return PacedChanges.idsUpTo(total).stream()
        .map(id -> PacedChanges.change(Long.parseLong(id)))
        .toList();
  }

  private long count() throws Exception {
    try (AuditReader audit = AuditReader.open(lakehouse)) {
      return audit.count(EVENTS.table());
    }
  }

  private List<String> ids() throws Exception {
    TableId events = EVENTS.table();
    return Lakehouses.entries(lakehouse, events).stream()
        .map(entry -> String.valueOf(entry.key() == null ? null : entry.key().get("id")))
        .toList();
  }
}
