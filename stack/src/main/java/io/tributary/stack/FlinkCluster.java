package io.tributary.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A Flink session cluster of one JobManager and one TaskManager, with RocksDB and checkpoints that
 * stay when a job is cancelled. Its REST interface and web UI are on loopback. A TaskManager that
 * dies is replaced by starting it again; after the death of a JobManager its jobs have to be
 * submitted again, see {@link #startAfresh()} and {@link #latestRetainedCheckpoint}.
 */
public final class FlinkCluster implements AutoCloseable {
  private final FlinkConfiguration configuration;
  private final JsonHttp rest;
  private final FlinkJobManager jobManager;
  private final FlinkTaskManager taskManager;
  private final FlinkCli cli;

  private FlinkCluster(RunDirectory directory, FlinkSettings settings) {
    configuration = new FlinkConfiguration(directory.data("flink"), settings);
    rest = new JsonHttp("Flink", url());
    jobManager = new FlinkJobManager(directory, configuration, rest);
    taskManager = new FlinkTaskManager(directory, configuration, rest);
    cli = new FlinkCli(configuration, directory);
  }

  /** A cluster of which {@link Stack} starts the processes. */
  static FlinkCluster in(RunDirectory directory, FlinkSettings settings) {
    return new FlinkCluster(directory, settings);
  }

  /**
   * Brings the cluster back after the JobManager's death, without jobs. The TaskManager is replaced
   * too: it would go on serving the former jobs' classes, and refuse jobs of the same ids.
   */
  void startAfresh() {
    taskManager.crash();
    jobManager.crash();
    jobManager.start();
    taskManager.start();
  }

  /** The REST interface and web UI, for example {@code http://127.0.0.1:18081}. */
  public String url() {
    return "http://" + Loopback.HOST + ":" + configuration.restPort();
  }

  Component jobManager() {
    return jobManager;
  }

  Component taskManager() {
    return taskManager;
  }

  /**
   * Runs {@code flink run --detached}.
   *
   * @return the job's id
   * @throws JobRefusedException if the job says that its parameters are wrong
   * @throws StackException with the output if there is no job after it for another reason
   */
  public String submit(FlinkSubmission submission) {
    return cli.run(submission);
  }

  /**
   * The state of a job.
   *
   * @throws StackException if the JobManager does not know it
   */
  public FlinkJob job(String id) {
    JsonNode job = rest.get("/jobs/" + id);
    JsonNode checkpoints = rest.get("/jobs/" + id + "/checkpoints");
    JsonNode counts = checkpoints.path("counts");
    String latest = checkpoints.path("latest").path("completed").path("external_path").asText();
    return new FlinkJob(
        id,
        job.path("name").asText(),
        job.path("state").asText(),
        StreamSupport.stream(job.path("vertices").spliterator(), false)
            .allMatch(vertex -> vertex.path("status").asText().equals("RUNNING")),
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("restored").asLong(),
        Optional.of(latest).filter(path -> !path.isEmpty()));
  }

  /**
   * Waits until every task of the job runs.
   *
   * @throws StackException with the job's own error if it ended, or if it took too long
   */
  public void awaitRunning(String id, Duration within) {
    Deadline deadline = Deadline.in(within);
    for (FlinkJob job = job(id); !job.isRunning(); job = job(id)) {
      String state = job.name() + " (" + id + ") is " + job.state();
      if (job.hasEnded()) {
        throw new StackException(state + ": " + lastError(id));
      }
      deadline.pauseOrThrow(
          () ->
              new StackException(
                  "%s after %d s. The TaskManager's log is %s. Its last error: %s"
                      .formatted(state, within.toSeconds(), taskManager.logFile(), lastError(id))));
    }
  }

  /** What has made the job fail or restart last, with its stack trace; empty if nothing has. */
  public String lastError(String id) {
    JsonNode entries = rest.get("/jobs/" + id + "/exceptions").path("exceptionHistory");
    return entries.path("entries").path(0).path("stacktrace").asText();
  }

  /** Asks the job to stop and waits until it has; its last checkpoint stays. */
  void cancel(String id, Duration within) {
    rest.call("PATCH", "/jobs/" + id + "?mode=cancel").success();
    Deadline deadline = Deadline.in(within);
    while (!job(id).hasEnded()) {
      deadline.pauseOrThrow(
          () -> new StackException("job " + id + " was not cancelled: " + job(id).state()));
    }
  }

  /**
   * The last complete checkpoint of a job on disk, which also a job has left whose JobManager is
   * gone.
   */
  public Optional<Path> latestRetainedCheckpoint(String id) {
    Path ofJob = configuration.checkpoints().resolve(id);
    if (!Files.isDirectory(ofJob)) {
      return Optional.empty();
    }
    try (Stream<Path> checkpoints = Files.list(ofJob)) {
      return checkpoints
          .filter(path -> Files.exists(path.resolve("_metadata")))
          .max(Comparator.comparingLong(FlinkCluster::checkpointNumber));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + ofJob, e);
    }
  }

  private static long checkpointNumber(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  /** Stops both processes; jobs end without being cancelled. */
  @Override
  public void close() {
    jobManager.close();
    taskManager.close();
  }
}
