package io.tributary.runtime.direct;

import io.tributary.event.RawRecord;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitSerializer;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceReaderContext;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceSplitReader;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.reader.PostgresSourceReader;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;

/** Continues a stream where nothing is left out, after a look at the slot. */
final class DirectReader extends PostgresSourceReader {

  private final Consumer<Offset> beforeStreaming;

  /**
   * @param beforeStreaming is given the offset that was saved, and throws where the slot cannot
   *     continue from there
   */
  DirectReader(
      FutureCompletingBlockingQueue<RecordsWithSplitIds<SourceRecords>> queue,
      Supplier<IncrementalSourceSplitReader<JdbcSourceConfig>> splitReader,
      RecordEmitter<SourceRecords, RawRecord, SourceSplitState> emitter,
      Configuration configuration,
      IncrementalSourceReaderContext context,
      PostgresSourceConfig config,
      SourceSplitSerializer serializer,
      PostgresDialect dialect,
      Consumer<Offset> beforeStreaming) {
    super(queue, splitReader, emitter, configuration, context, config, serializer, dialect);
    this.beforeStreaming = beforeStreaming;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // The connector's class has lost its parameters.
  public void addSplits(List splits) {
    super.addSplits(((List<SourceSplitBase>) splits).stream().map(this::toResume).toList());
  }

  private SourceSplitBase toResume(SourceSplitBase split) {
    if (!split.isStreamSplit()) {
      return split;
    }
    StreamSplit stream = split.asStreamSplit();
    beforeStreaming.accept(stream.getStartingOffset());
    return new StreamSplit(
        stream.splitId(),
        ResumeOffset.of(stream.getStartingOffset()),
        stream.getEndingOffset(),
        stream.getFinishedSnapshotSplitInfos(),
        stream.getTableSchemas(),
        stream.getTotalFinishedSplitSize(),
        stream.isSuspended(),
        stream.isSnapshotCompleted());
  }
}
