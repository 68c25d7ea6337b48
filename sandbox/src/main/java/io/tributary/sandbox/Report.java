package io.tributary.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tributary.tools.verify.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of given duration came to, as {@code --report} writes it.
 *
 * @param ok whether everything the database says is in the derived stores, and nothing else
 * @param seed the workload's
 * @param startupSeconds from the command to running jobs
 * @param achievedRate row changes committed a second, null without a workload
 * @param deadLetters records in the dead-letter topic
 * @param restarts components that died and were started again, in the order in which it happened
 * @param differences at most 100
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Report(
    boolean ok,
    long seed,
    double startupSeconds,
    Committed committed,
    @Nullable Double achievedRate,
    Lags lagMillis,
    Verification verify,
    long deadLetters,
    List<String> restarts,
    List<Difference> differences) {

  /** What the database's own history counts. */
  record Committed(long transactions, long changes) {}

  /** Lag by derived store; null where the pipeline has none that the sandbox can sample. */
  record Lags(
      @Nullable Percentiles features, @Nullable Percentiles caches, @Nullable Percentiles audit) {}

  /** Milliseconds from commit to visible effect. */
  record Percentiles(long p50, long p95, long p99, long max) {}

  record Verification(
      @Nullable Features features, @Nullable Caches caches, @Nullable Audit audit) {}

  record Features(long compared, long mismatched) {}

  record Caches(long compared, long stale) {}

  record Audit(long expected, long missing, long duplicated, long different) {}

  void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
