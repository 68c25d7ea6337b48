package io.tributary.benchmarks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.FileUtils;

/**
 * The {@link Savepoint} of a job that has read all messages.
 *
 * @param bytes of its files
 * @param saveMillis how long it took
 * @param restoreMillis from the start of a job with it to the end of that job's first savepoint,
 *     which takes until all its tasks run
 */
public record SavedState(long bytes, long saveMillis, long restoreMillis) {

  static final String ANSWER = "STATE";

  static SavedState of(Restartable contender) throws Exception {
    Path directory = Files.createTempDirectory("tributary-savepoints");
    try {
      Savepoint saved = Savepoint.of(contender, Measured.goOnAfterLast(), directory);
      long begin = System.nanoTime();
      JobClient again = saved.restore(contender);
      Savepoint.take(again, directory);
      long restoreMillis = Savepoint.millisSince(begin);
      again.cancel().get();
      return new SavedState(saved.bytes(), saved.millis(), restoreMillis);
    } finally {
      Measured.endWithLast();
      FileUtils.deleteDirectory(directory.toFile());
    }
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
