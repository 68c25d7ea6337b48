package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A job that takes the changes of users from topics of its own on a broker, and their names. */
final class UsersJob implements AutoCloseable {

  static final String NAME = "it";

  /** The job's consumer group. */
  static final String GROUP = "tributary-" + NAME;

  final Rows users = Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  final Rows heartbeat = Rows.of("tributary.heartbeat").column("id", BIGINT).key("id");
  final String prefix = "app-" + UUID.randomUUID();
  final String topic = prefix + "." + users.table();
  final String heartbeats = prefix + "." + TableId.HEARTBEAT;
  final String offsets = prefix + ".offsets";
  final String deadLetters = prefix + ".dead-letters";
  final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  final CollectingSink<TableFreshness> marks = new CollectingSink<>();

  /** What the job is started with; a failure ends it unless this says otherwise. */
  final Configuration flink = new Configuration();

  long checkpointMillis = 200;
  String bootstrap = "accept-partial";
  boolean endUnseenRows = true;
  private final String bootstrapServers;
  private @Nullable JobClient job;

  UsersJob(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    // An operator without a name of its own could not be restored by a later version.
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
  }

  JobClient start() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    env.enableCheckpointing(checkpointMillis);
    JobEnvironment.prepared(env);
    PipelineConfig config = config();
    try (ChangeStream stream =
        ChangeStream.open(env, config, Ports.of(config, NAME), Set.of(users.table()))) {
      stream.transitions(Map.of(users.table(), Set.of())).sinkTo(transitions).uid("transitions");
      stream.freshness().sinkTo(marks).uid("marks");
    }
    job = env.executeAsync(NAME);
    return job;
  }

  /** Stops the job with a savepoint, from which it starts again. */
  void stop(Path directory) {
    JobClient stopped = Objects.requireNonNull(job);
    String target = directory.resolve(prefix).toUri().toString();
    String savepoint =
        await("until all of its tasks run")
            .ignoreExceptions()
            .until(
                () -> stopped.stopWithSavepoint(false, target, SavepointFormatType.CANONICAL).get(),
                any -> true);
    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
  }

  private PipelineConfig config() {
    return PipelineConfig.parse(
        """
        version: 1
        source:
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: "%s"
            connector-offsets-topic: "%s"
            properties: { partition.discovery.interval.ms: "200" }
          end-unseen-rows: %s
        bootstrap: %s
        tables:
          public.users: { key: [id], columns: { id: bigint, email: text } }
          tributary.heartbeat: { key: [id], columns: { id: bigint } }
        dead-letters: { topic: "%s" }
        """
            .formatted(bootstrapServers, prefix, offsets, endUnseenRows, bootstrap, deadLetters));
  }

  @Override
  public void close() throws Exception {
    if (job != null && !job.getJobExecutionResult().isDone()) {
      job.cancel().get();
    }
  }
}
