package io.tributary.runtime.direct;

import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import io.tributary.runtime.JobEnvironment;
import io.tributary.testing.CollectingSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A source that runs, is stopped with a savepoint and continues from one. */
final class DirectRun {

  private static final long PATIENCE_SECONDS = 60;

  private final CollectingSink<RawRecord> records = new CollectingSink<>();
  private final JobClient job;

  private DirectRun(Source<RawRecord, ?, ?> source, @Nullable String savepoint) throws Exception {
    SecretiveLogs.silence();
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(
            StreamExecutionEnvironment.createLocalEnvironment(1, configuration(savepoint)));
    env.enableCheckpointing(200);
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "changes")
        .uid("changes")
        .sinkTo(records)
        .uid("records");
    job = env.executeAsync("direct");
  }

  static DirectRun start(Source<RawRecord, ?, ?> source) throws Exception {
    return new DirectRun(source, null);
  }

  static DirectRun from(String savepoint, Source<RawRecord, ?, ?> source) throws Exception {
    return new DirectRun(source, savepoint);
  }

  /** Tests of one failure do without a second attempt. */
  static Configuration configuration(@Nullable String savepoint) {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    if (savepoint != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    return flink;
  }

  /** Waits until a record of a table holds a text. */
  void awaitText(TableId table, String text) throws InterruptedException {
    records.await(all -> count(all, table, text) > 0);
  }

  /** How many records of a table hold a text. */
  long count(TableId table, String text) {
    return count(records.collected(), table, text);
  }

  private static long count(List<RawRecord> all, TableId table, String text) {
    return all.stream()
        .filter(record -> record.origin().topic().endsWith("." + table))
        .map(record -> new String(Objects.requireNonNull(record.value()), StandardCharsets.UTF_8))
        .filter(value -> value.contains(text))
        .count();
  }

  /** Stops and gives the savepoint's path. */
  String stop(Path directory) throws Exception {
    return job.stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for the job to fail and gives all messages of the failure. */
  String failure() throws Exception {
    try {
      job.getJobExecutionResult().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return "";
    } catch (ExecutionException e) {
      StringBuilder messages = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        messages.append(cause.getMessage()).append('\n');
      }
      return messages.toString();
    }
  }

  void cancel() throws Exception {
    job.cancel().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
