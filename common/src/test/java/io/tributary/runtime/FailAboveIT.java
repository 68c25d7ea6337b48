package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.event.RowTransition;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.InMemoryChanges;
import io.tributary.testing.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class FailAboveIT {

  private static final int RESTARTS = 3;
  private static final Rows USERS = Rows.of("public.users").column("id", BIGINT).key("id");

  @TempDir Path directory;

  private final InMemoryChanges changes = InMemoryChanges.withPartitions(1);
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();

  @Test
  void failsForGoodAndStopsAtTheSameRecordWhenItIsStartedAgainAndLosesNothing() throws Exception {
    JobClient job = start("2%", null);
    insert(0);
    changes.addText("public.users", "{");
    insert(1);
    transitions.await(made -> made.size() == 2);
    int checkpoints = checkpoints();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> checkpoints() > checkpoints + 1);
    changes.addText("public.users", "{");
    insert(2);
    changes.addText("public.users", "{");
    insert(3);
    changes.end();

    assertStops(job);
    // What was on its way from step to step when the job failed comes with the next attempt.
    assertThat(transitions.collected()).hasSizeBetween(2, 3);
    assertThat(deadLetters.collected())
        .extracting(DeadLetter::offset)
        .contains(1L)
        .isSubsetOf(1L, 3L)
        .doesNotHaveDuplicates();

    assertStops(start("2%", latestCheckpoint()));

    start("100%", latestCheckpoint()).getJobExecutionResult().get();
    assertThat(transitions.collected().stream().map(RowTransition::origin).distinct()).hasSize(4);
    assertThat(deadLetters.collected().stream().map(DeadLetter::offset).distinct())
        .containsExactly(1L, 3L, 5L);
  }

  private static void assertStops(JobClient job) {
    assertThatThrownBy(() -> job.getJobExecutionResult().get())
        .hasStackTraceContaining("3 of the last 6 records")
        .hasStackTraceContaining("app.public.users/0@5");
  }

  private void insert(int id) {
    changes.add(USERS.insert("0/" + (100 + id)).set("id", id));
  }

  private JobClient start(String limit, @Nullable Path checkpoint) throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(400));
    flink.setString("execution.checkpointing.dir", directory.toUri().toString());
    if (checkpoint != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    env.enableCheckpointing(100);
    JobEnvironment.prepared(env);
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
            tables: { public.users: { key: [id], columns: { id: bigint } } }
            dead-letters: { fail-above: %s }
            """
                .formatted(limit));
    try (ChangeStream stream =
        ChangeStream.open(env, config, new Ports(changes, deadLetters), Set.of(USERS.table()))) {
      stream.transitions(Map.of(USERS.table(), Set.of())).sinkTo(transitions).uid("transitions");
    }
    return env.executeAsync("fail above");
  }

  private int checkpoints() throws IOException {
    Path latest = latestCheckpoint();
    return latest == null ? 0 : number(latest);
  }

  private @Nullable Path latestCheckpoint() throws IOException {
    try (Stream<Path> paths =
        Files.find(directory, 3, (path, file) -> path.endsWith("_metadata"))) {
      return paths.max(Comparator.comparing(FailAboveIT::number)).orElse(null);
    }
  }

  private static int number(Path metadata) {
    return Integer.parseInt(metadata.toString().replaceAll(".*chk-([0-9]+).*", "$1"));
  }
}
