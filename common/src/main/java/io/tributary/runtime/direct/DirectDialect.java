package io.tributary.runtime.direct;

import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.relational.connection.JdbcConnectionPoolFactory;
import org.apache.flink.cdc.connectors.base.source.assigner.splitter.ChunkSplitter;
import org.apache.flink.cdc.connectors.base.source.assigner.state.ChunkSplitterState;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.reader.external.FetchTask;
import org.apache.flink.cdc.connectors.postgres.source.PostgresConnectionPoolFactory;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.jspecify.annotations.Nullable;

/**
 * Says of every part of the snapshot that the stream has to follow it from where the slot began,
 * moves the slot no further than a checkpoint has come, and reads the snapshot's values as the
 * stream's.
 *
 * <p>The connector would ask for the log's end before it reads a part, and stream from there. But a
 * commit is in the log before its rows can be seen: one that waits in between, for a synchronous
 * standby perhaps, would be in neither. The slot began before the snapshot, and moves only once the
 * snapshot is over. What this repeats, the ledger drops or folds.
 */
final class DirectDialect extends PostgresDialect {

  private static final long serialVersionUID = 1L;

  private final String url;

  /**
   * @param url the database's, with parameters such as those of TLS, which the connector would drop
   */
  DirectDialect(PostgresSourceConfig config, String url) {
    super(config);
    this.url = url;
  }

  @Override
  public JdbcConnectionPoolFactory getPooledDataSourceFactory() {
    return new PostgresConnectionPoolFactory() {
      @Override
      public String getJdbcUrl(JdbcSourceConfig config) {
        return url;
      }
    };
  }

  /**
   * Confirms what a checkpoint holds, but for its last byte. Of all that the server has sent, the
   * driver would otherwise take the last for confirmed, and then confirm whatever the server
   * announces: the slot would be beyond the state, as if another reader had moved it.
   *
   * @param offset null for a checkpoint from before the stream began, of which the connector would
   *     confirm wherever the stream is by now
   */
  @Override
  public void notifyCheckpointComplete(long checkpointId, @Nullable Offset offset)
      throws Exception {
    if (offset != null) {
      super.notifyCheckpointComplete(checkpointId, ResumeOffset.oneByteBefore(offset));
    }
  }

  @Override
  public FetchTask<SourceSplitBase> createFetchTask(SourceSplitBase split) {
    return split.isSnapshotSplit()
        ? new ExactScan(split.asSnapshotSplit())
        : super.createFetchTask(split);
  }

  @Override
  public ChunkSplitter createChunkSplitter(JdbcSourceConfig config) {
    return createChunkSplitter(config, ChunkSplitterState.NO_SPLITTING_TABLE_STATE);
  }

  @Override
  public ChunkSplitter createChunkSplitter(JdbcSourceConfig config, ChunkSplitterState state) {
    return new KeyParts(config, this, state);
  }

  @Override
  public Offset displayCurrentOffset(JdbcSourceConfig config) {
    return displayCommittedOffset(config);
  }
}
