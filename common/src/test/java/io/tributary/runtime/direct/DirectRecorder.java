package io.tributary.runtime.direct;

import io.tributary.config.PipelineConfig;
import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import io.tributary.runtime.JobEnvironment;
import io.tributary.testing.CollectingSink;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Reads a database through Flink CDC with the settings of direct mode, but without what direct mode
 * does about its defects and without a look at the tables first.
 */
public final class DirectRecorder implements AutoCloseable {

  private final CollectingSink<RawRecord> records = new CollectingSink<>();
  private final JobClient job;

  /** Starts to read; the tables' rows first. */
  public DirectRecorder(PipelineConfig config, Set<TableId> tables) throws Exception {
    SecretiveLogs.silence();
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(
            StreamExecutionEnvironment.createLocalEnvironment(1, DirectRun.configuration(null)));
    env.fromSource(untouched(config, tables, true), WatermarkStrategy.noWatermarks(), "flink cdc")
        .sinkTo(records);
    job = env.executeAsync("recording");
  }

  static PostgresIncrementalSource<RawRecord> untouched(
      PipelineConfig config, Set<TableId> tables, boolean withoutBackfill) {
    PostgresSourceConfigFactory configs = PostgresChangeSource.of(config).configs(tables);
    configs.skipSnapshotBackfill(withoutBackfill);
    return new PostgresIncrementalSource<>(
        configs,
        new DebeziumRecords(tables, DirectPreflight.of(config, tables)),
        new PostgresOffsetFactory(),
        new PostgresDialect(configs.create(0)));
  }

  /** Waits until the records so far are as they should be. */
  public List<RawRecord> await(Predicate<List<RawRecord>> complete) throws Exception {
    records.await(complete);
    return records.collected();
  }

  @Override
  public void close() throws Exception {
    job.cancel().get(30, TimeUnit.SECONDS);
  }
}
