package io.tributary.benchmarks.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * What a job keeps, in the backend's own format, which holds what a full checkpoint does.
 *
 * @param files the directory that has them and nothing else
 * @param millis how long it took, with nothing on the way to the state
 */
public record Savepoint(Path files, long millis) {

  private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(10);

  /**
   * Of a job that is started for it and ends with it.
   *
   * @param read opens once the job has read all that it is to keep
   * @param directory where the files go, and those of more savepoints
   */
  public static Savepoint of(Restartable job, CountDownLatch read, Path directory)
      throws Exception {
    JobClient started = job.start(checkpointsIn(directory));
    read.await();
    take(started, directory);
    long before = System.nanoTime();
    Path files = take(started, directory);
    long millis = millisSince(before);
    started.cancel().get();
    return new Savepoint(files, millis);
  }

  /** Starts the job with what it kept. */
  public JobClient restore(Restartable job) throws Exception {
    Configuration settings = checkpointsIn(files.resolveSibling("restored"));
    settings.set(StateRecoveryOptions.SAVEPOINT_PATH, files.toUri().toString());
    return job.start(settings);
  }

  /** Tries until all tasks run, which a client cannot ask for, and fails as the job does. */
  static Path take(JobClient job, Path directory) throws Exception {
    for (long deadline = System.nanoTime() + STARTED_WITHIN.toNanos(); ; ) {
      try {
        String files =
            job.triggerSavepoint(directory.toUri().toString(), SavepointFormatType.NATIVE).get();
        return Path.of(URI.create(files));
      } catch (ExecutionException e) {
        boolean ended = job.getJobStatus().get().isGloballyTerminalState();
        if (ended) {
          job.getJobExecutionResult().get();
        }
        if (ended || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
      }
    }
  }

  /** Without these, state goes through the JobManager's memory, which takes little of it. */
  private static Configuration checkpointsIn(Path directory) {
    Configuration settings = new Configuration();
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
    return settings;
  }

  long bytes() throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  public static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
