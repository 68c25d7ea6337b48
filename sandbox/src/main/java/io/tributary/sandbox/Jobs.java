package io.tributary.sandbox;

import io.tributary.config.CacheConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.event.TableId;
import io.tributary.stack.FlinkCluster;
import io.tributary.stack.FlinkJob;
import io.tributary.stack.FlinkSubmission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The jobs that a pipeline asks for, submitted from their shaded jars as a user would. */
final class Jobs {

  static final String FEATURES = "feature-rollup";
  static final String CACHES = "cache-invalidation";
  static final String AUDIT = "lakehouse-sink";

  private static final Duration START = Duration.ofMinutes(2);

  private final FlinkCluster flink;
  private final PipelineConfig config;
  private final Path pipelineFile;
  private final Map<String, String> ids = new LinkedHashMap<>();

  Jobs(FlinkCluster flink, PipelineConfig config, Path pipelineFile) {
    this.flink = flink;
    this.config = config;
    this.pipelineFile = pipelineFile;
  }

  /** The names of the jobs that this pipeline needs. */
  static List<String> neededFor(PipelineConfig config) {
    List<String> names = new ArrayList<>();
    if (!config.rollups().isEmpty()) {
      names.add(FEATURES);
    }
    if (!config.caches().isEmpty()) {
      names.add(CACHES);
    }
    if (config.lakehouse() != null) {
      names.add(AUDIT);
    }
    return names;
  }

  static Path path(String job) {
    return Path.of(System.getProperty("tributary.home", "."), "jobs", job, "target", job + ".jar");
  }

  private static Path jar(String job) {
    Path jar = path(job);
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; run ./mvnw package");
    }
    return jar;
  }

  /**
   * Submits all jobs that the pipeline needs at once: each takes seconds to start its client.
   *
   * @param submitted called for each job that has been
   */
  void submit(Consumer<String> submitted) {
    Map<String, CompletableFuture<String>> submissions = new LinkedHashMap<>();
    for (String job : neededFor(config)) {
      submissions.put(job, CompletableFuture.supplyAsync(() -> submit(job, submitted)));
    }
    submissions.forEach((job, id) -> ids.put(job, ended(id)));
  }

  private String submit(String job, Consumer<String> submitted) {
    String id = flink.submit(submission(job));
    submitted.accept(job);
    return id;
  }

  /** What came of it, once it has ended; its exception as it was thrown. */
  private static String ended(CompletableFuture<String> submission) {
    try {
      return submission.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  void awaitRunning() {
    ids.values().forEach(id -> flink.awaitRunning(id, START));
  }

  /**
   * Completed checkpoints by job.
   *
   * @throws IllegalStateException if a job has ended
   */
  Map<String, Long> checkpoints() {
    Map<String, Long> completed = new LinkedHashMap<>();
    ids.forEach(
        (job, id) -> {
          FlinkJob now = flink.job(id);
          if (now.hasEnded()) {
            throw new IllegalStateException(job + " has ended: " + flink.lastError(id));
          }
          completed.put(job, now.checkpointsCompleted());
        });
    return completed;
  }

  /** Starts the jobs anew from their last complete checkpoints, after the JobManager was lost. */
  void resubmit() {
    ids.replaceAll(
        (job, id) ->
            flink.submit(submission(job).resuming(id, flink.latestRetainedCheckpoint(id))));
  }

  private FlinkSubmission submission(String job) {
    return FlinkSubmission.of(jar(job), "--pipeline", pipelineFile.toString());
  }

  /** Which consumer group reads which topics. */
  List<CatchUp.Reader> readers(boolean heartbeat) {
    return ids.keySet().stream().map(job -> reader(job, heartbeat)).toList();
  }

  private CatchUp.Reader reader(String job, boolean heartbeat) {
    Set<TableId> tables =
        switch (job) {
          case FEATURES ->
              config.rollups().values().stream()
                  .map(RollupConfig::from)
                  .collect(Collectors.toSet());
          case CACHES ->
              config.caches().values().stream().map(CacheConfig::on).collect(Collectors.toSet());
          default -> config.tables().keySet();
        };
    var kafka = Objects.requireNonNull(config.source().kafka());
    Set<String> topics = tables.stream().map(kafka::topic).collect(Collectors.toSet());
    if (heartbeat) {
      topics.add(kafka.topic(TableId.HEARTBEAT));
    }
    return new CatchUp.Reader(job, kafka.groupId() + "-" + job, topics);
  }
}
