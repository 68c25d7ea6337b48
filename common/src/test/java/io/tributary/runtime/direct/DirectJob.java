package io.tributary.runtime.direct;

import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.testing.CollectingSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A job in direct mode in this JVM, which is stopped or killed and continues where it was. */
final class DirectJob {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PipelineConfig config;
  private final Path directory;
  private final CollectingSink<DeadLetter> deadLetters;
  private final Consumer<ChangeStream> definition;
  private @Nullable JobClient job;
  private @Nullable CompletableFuture<JobExecutionResult> result;
  private @Nullable String state;

  /**
   * @param directory for checkpoints: those in memory are limited to 5 MB of an operator's state
   * @param definition what is done with the changes
   */
  DirectJob(
      PipelineConfig config,
      Path directory,
      CollectingSink<DeadLetter> deadLetters,
      Consumer<ChangeStream> definition) {
    this.config = config;
    this.directory = directory.resolve("state");
    this.deadLetters = deadLetters;
    this.definition = definition;
  }

  /** Starts, from where it was stopped or killed if it was. */
  void start() throws Exception {
    Configuration flink = DirectRun.configuration(state);
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(2, flink));
    env.enableCheckpointing(300);
    Ports ports = new Ports(PostgresChangeSource.of(config), deadLetters);
    try (ChangeStream stream = ChangeStream.open(env, config, ports, config.tables().keySet())) {
      definition.accept(stream);
    }
    job = env.executeAsync("direct mode");
    result = job.getJobExecutionResult();
  }

  /** Waits until something is so; fails at once if the job has. */
  void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .failFast(
            () -> {
              if (result().isDone()) {
                result().get();
              }
            })
        .until(condition);
  }

  /** Ends it with a savepoint, before which nothing is left undone. */
  void stop() throws Exception {
    state =
        running()
            .stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Ends it wherever it is. It continues from the last checkpoint that happens to be complete: its
   * own, or the one that it was started from.
   */
  void kill() throws Exception {
    JobClient killed = running();
    Path checkpoints = directory.resolve(killed.getJobID().toString());
    if (state == null) {
      await(() -> lastCheckpoint(checkpoints).isPresent());
    }
    killed.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    result().handle((ended, cancelled) -> ended).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    state = lastCheckpoint(checkpoints).orElse(state);
  }

  private static Optional<String> lastCheckpoint(Path ofJob) throws IOException {
    try (Stream<Path> checkpoints = Files.list(ofJob)) {
      return checkpoints
          .filter(checkpoint -> Files.exists(checkpoint.resolve("_metadata")))
          .max(Comparator.comparingLong(DirectJob::number))
          .map(last -> last.toUri().toString());
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().replace("chk-", ""));
  }

  private CompletableFuture<JobExecutionResult> result() {
    if (result == null) {
      throw new IllegalStateException("not started");
    }
    return result;
  }

  private JobClient running() {
    if (job == null) {
      throw new IllegalStateException("not started");
    }
    return job;
  }
}
