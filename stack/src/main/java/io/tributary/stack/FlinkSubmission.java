package io.tributary.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code flink run} is told.
 *
 * @param jar self-contained, with a main class in its manifest
 * @param arguments of the main class, for example {@code --pipeline pipeline.yaml}
 * @param settings entries of Flink's configuration for this job alone
 * @param jobId 32 hexadecimal digits, to keep the id of a job that is started again
 * @param restoreFrom a checkpoint or savepoint to start from
 */
public record FlinkSubmission(
    Path jar,
    List<String> arguments,
    Map<String, String> settings,
    Optional<String> jobId,
    Optional<Path> restoreFrom) {
  public FlinkSubmission {
    arguments = List.copyOf(arguments);
    settings = Map.copyOf(settings);
  }

  public static FlinkSubmission of(Path jar, String... arguments) {
    return new FlinkSubmission(
        jar, List.of(arguments), Map.of(), Optional.empty(), Optional.empty());
  }

  public FlinkSubmission withSettings(Map<String, String> settings) {
    return new FlinkSubmission(jar, arguments, settings, jobId, restoreFrom);
  }

  /** The same job again, from a checkpoint that its predecessor left. */
  public FlinkSubmission resuming(String jobId, Optional<Path> checkpoint) {
    return new FlinkSubmission(jar, arguments, settings, Optional.of(jobId), checkpoint);
  }
}
