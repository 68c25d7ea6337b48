package io.tributary.runtime.direct;

import io.tributary.event.RawRecord;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.assigner.state.PendingSplitsState;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceReaderContext;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceSplitReader;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.cdc.connectors.postgres.source.enumerator.PostgresSourceEnumerator;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.apache.flink.cdc.connectors.postgres.source.reader.PostgresSourceReader;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;

/**
 * The connector's source, with a look at the JVM and the database before it starts and before it
 * continues.
 */
final class DirectSource extends PostgresIncrementalSource<RawRecord> {

  private static final long serialVersionUID = 1L;

  private final DirectPreflight preflight;

  DirectSource(
      PostgresSourceConfigFactory configs,
      DebeziumRecords records,
      PostgresDialect dialect,
      DirectPreflight preflight) {
    super(configs, records, new PostgresOffsetFactory(), dialect);
    this.preflight = preflight;
  }

  @Override
  public PostgresSourceEnumerator createEnumerator(
      SplitEnumeratorContext<SourceSplitBase> context) {
    DirectJvm.check();
    preflight.beforeStart();
    return super.createEnumerator(context);
  }

  @Override
  public PostgresSourceEnumerator restoreEnumerator(
      SplitEnumeratorContext<SourceSplitBase> context, PendingSplitsState checkpoint) {
    DirectJvm.check();
    preflight.beforeRestore();
    return super.restoreEnumerator(context, checkpoint);
  }

  @Override
  public PostgresSourceReader createReader(SourceReaderContext context) {
    SecretiveLogs.silence();
    DirectJvm.check();
    PostgresSourceConfig config =
        (PostgresSourceConfig) configFactory.create(context.getIndexOfSubtask());
    FutureCompletingBlockingQueue<RecordsWithSplitIds<SourceRecords>> queue =
        new FutureCompletingBlockingQueue<>();
    IncrementalSourceReaderContext readerContext = new IncrementalSourceReaderContext(context);
    return new DirectReader(
        queue,
        () -> splitReader(context, config, readerContext),
        createRecordEmitter(config, new SourceReaderMetrics(context.metricGroup())),
        context.getConfiguration(),
        readerContext,
        config,
        sourceSplitSerializer,
        (PostgresDialect) dataSourceDialect,
        this::beforeStreaming);
  }

  private IncrementalSourceSplitReader<JdbcSourceConfig> splitReader(
      SourceReaderContext context,
      PostgresSourceConfig config,
      IncrementalSourceReaderContext readerContext) {
    return new IncrementalSourceSplitReader<>(
        context.getIndexOfSubtask(), dataSourceDialect, config, readerContext, snapshotHooks);
  }

  private void beforeStreaming(Offset saved) {
    preflight.beforeStreaming(ResumeOffset.knownUpTo(saved));
  }
}
