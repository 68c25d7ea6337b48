package io.tributary.lakehouse;

import static io.tributary.lakehouse.PacedChanges.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sink in a running job, with its catalog in PostgreSQL. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AuditSinkIT {

  private static final long CHANGES = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The change that a job fails or hangs at, once; 0 when it has. */
  private static final AtomicLong TROUBLE_AT = new AtomicLong();

  @RegisterExtension private static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

  @TempDir Path directory;
  private LakehouseConfig lakehouse;

  @BeforeEach
  void openLakehouse() {
    String database = "lake" + System.nanoTime();
    POSTGRES.server().createDatabase(database);
    lakehouse = Lakehouses.in(directory.resolve("lake"), POSTGRES.server(), database);
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
    try (AuditReader audit = AuditReader.open(lakehouse)) {
      assertThat(audit.tables()).containsExactly(EVENTS.table());
    }
  }

  @Test
  void commitsNothingTwiceWhenATaskFailsAfterACommit() throws Exception {
    TROUBLE_AT.set(45);
    JobClient job = start(new Configuration(), failing(lakehouse));

    job.getJobExecutionResult().get();

    assertThat(TROUBLE_AT).hasValue(0);
    assertThat(ids()).containsExactlyElementsOf(PacedChanges.idsUpTo(CHANGES));
  }

  @Test
  void commitsNothingTwiceWhenATaskManagerIsLost(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    TROUBLE_AT.set(65);
    JobClient job = start(new Configuration(), hanging(lakehouse));
    await().atMost(PATIENCE).until(() -> TROUBLE_AT.get() == 0);

    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
    job.getJobExecutionResult().get();

    assertThat(ids()).containsExactlyElementsOf(PacedChanges.idsUpTo(CHANGES));
  }

  @Test
  void commitsNothingTwiceInAnotherJobFromTheSameCheckpoint(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    TROUBLE_AT.set(65);
    JobClient first = start(retainingCheckpoints(), hanging(lakehouse));
    await().atMost(PATIENCE).until(() -> TROUBLE_AT.get() == 0);
    first.cancel().get();
    String checkpoint =
        CommonTestUtils.getLatestCompletedCheckpointPath(first.getJobID(), cluster).orElseThrow();

    Configuration restored = retainingCheckpoints();
    restored.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint);
    JobClient second = start(restored, hanging(lakehouse));
    second.getJobExecutionResult().get();

    assertThat(second.getJobID()).isNotEqualTo(first.getJobID());
    assertThat(ids()).containsExactlyElementsOf(PacedChanges.idsUpTo(CHANGES));
  }

  @SuppressWarnings("deprecation") // See PacedChanges.
  private JobClient start(
      Configuration configuration, MapFunction<RowTransition, RowTransition> trouble)
      throws Exception {
    StreamExecutionEnvironment env = environment(configuration);
    env.addSource(new PacedChanges(CHANGES), TypeInformation.of(RowTransition.class))
        .uid("changes")
        .rebalance()
        .map(trouble)
        .returns(RowTransition.class)
        .uid("trouble")
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

  private static MapFunction<RowTransition, RowTransition> failing(LakehouseConfig lakehouse) {
    return change -> {
      if (isTrouble(change, lakehouse)) {
        throw new IllegalStateException("planned failure");
      }
      return change;
    };
  }

  private static MapFunction<RowTransition, RowTransition> hanging(LakehouseConfig lakehouse) {
    return change -> {
      if (isTrouble(change, lakehouse)) {
        new CountDownLatch(1).await();
      }
      return change;
    };
  }

  /** True once, and not before all changes of the checkpoint before have been committed. */
  private static boolean isTrouble(RowTransition change, LakehouseConfig lakehouse) {
    long place = TROUBLE_AT.get();
    if (place == 0 || !change.equals(PacedChanges.change(place))) {
      return false;
    }
    long committed = place / PacedChanges.GROUP * PacedChanges.GROUP;
    await().atMost(PATIENCE).until(() -> count(lakehouse) == committed);
    TROUBLE_AT.set(0);
    return true;
  }

  private static List<RowTransition> changes(int total) {
    return PacedChanges.idsUpTo(total).stream()
        .map(id -> PacedChanges.change(Long.parseLong(id)))
        .toList();
  }

  private static long count(LakehouseConfig lakehouse) throws Exception {
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
