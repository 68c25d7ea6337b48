package io.tributary.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of {@code flink run}.
 *
 * @param jar self-contained, with a main class in its manifest
 * @param arguments of the main class, for example {@code --pipeline pipeline.yaml}
 * @param jobId 32 hexadecimal digits, to keep the id of a job that is started again
 * @param restoreFrom a checkpoint or savepoint to start from
 */
public record FlinkSubmission(
    Path jar, List<String> arguments, Optional<String> jobId, Optional<Path> restoreFrom) {
  public FlinkSubmission {
    arguments = List.copyOf(arguments);
  }

  public static FlinkSubmission of(Path jar, String... arguments) {
    return new FlinkSubmission(jar, List.of(arguments), Optional.empty(), Optional.empty());
  }

  /** The same job again, from a checkpoint that its predecessor left. */
  public FlinkSubmission resuming(String jobId, Optional<Path> checkpoint) {
    return new FlinkSubmission(jar, arguments, Optional.of(jobId), checkpoint);
  }
}
