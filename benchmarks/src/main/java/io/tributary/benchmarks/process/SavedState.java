package io.tributary.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.util.FileUtils;

/**
 * What a job keeps once it has read all messages: a savepoint in the backend's own format, which
 * holds what a full checkpoint does.
 *
 * @param bytes of its files
 * @param saveMillis how long it took, with nothing on the way to the state
 * @param restoreMillis from the start of a job with it to the end of that job's first savepoint,
 *     which takes until all its tasks run
 */
public record SavedState(long bytes, long saveMillis, long restoreMillis) {

  static final String ANSWER = "STATE";

  private static final long RETRY_MILLIS = 10;

  static SavedState of(Restartable contender) throws Exception {
    Path directory = Files.createTempDirectory("tributary-savepoints");
    CountDownLatch afterLast = Measured.goOnAfterLast();
    try {
      Configuration settings = new Configuration();
      // Else state goes through the JobManager's memory, which takes little of it.
      settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
      JobClient job = contender.start(settings);
      afterLast.await();
      save(job, directory.resolve("behind-all-messages"));
      long before = System.nanoTime();
      String savepoint = save(job, directory.resolve("measured"));
      long saved = System.nanoTime();
      job.cancel().get();
      long restarted = System.nanoTime();
      settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      JobClient again = contender.start(settings);
      save(again, directory.resolve("restored"));
      long restored = System.nanoTime();
      again.cancel().get();
      return new SavedState(
          size(directory.resolve("measured")), millis(before, saved), millis(restarted, restored));
    } finally {
      Measured.endWithLast();
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  /** Tries until all tasks run, and fails as the job does. */
  private static String save(JobClient job, Path directory) throws Exception {
    while (true) {
      try {
        return job.triggerSavepoint(directory.toUri().toString(), SavepointFormatType.NATIVE).get();
      } catch (ExecutionException e) {
        if (job.getJobStatus().get().isGloballyTerminalState()) {
          job.getJobExecutionResult().get();
          throw e;
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long millis(long from, long to) {
    return (to - from) / 1_000_000;
  }

  String answer() {
    return "%s %d %d %d".formatted(ANSWER, bytes, saveMillis, restoreMillis);
  }

  static SavedState parse(String answer) {
    String[] parts = answer.split(" ");
    return new SavedState(
        Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
  }

  /** For so many rows. */
  public List<String> cells(long rows) {
    return List.of(
        "%,d".formatted(bytes / rows),
        "%.1f".formatted(saveMillis / 1e3),
        "%.1f".formatted(restoreMillis / 1e3));
  }

  public Map<String, Object> asMap(long rows) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("stateBytesPerRow", bytes / rows);
    map.put("saveMillis", saveMillis);
    map.put("restoreMillis", restoreMillis);
    return map;
  }
}
