package io.tributary.lakehouse;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.RowTransition;
import io.tributary.runtime.freshness.TableFreshness;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every change in the audit table of its source table, exactly once for each time that it
 * arrives here. Changes become visible with the checkpoint that covers them.
 *
 * <pre>
 * writer (each subtask)  ── batches, before the checkpoint ──▶  committer (one subtask)
 *   Parquet files, tables                                         one snapshot per table
 *   created and widened                                           once the checkpoint is complete
 *                                                                            │ what is committed
 *                                             marks of freshness ──▶  properties of the tables
 * </pre>
 */
final class AuditSink
    implements Sink<RowTransition>,
        SupportsCommitter<AuditBatch>,
        SupportsPreCommitTopology<AuditBatch, AuditBatch>,
        SupportsPostCommitTopology<AuditBatch> {

  /** The sink's permanent operator id. */
  static final String UID = "audit-sink";

  private static final long serialVersionUID = 1L;

  private final LakehouseConfig config;

  /** Needed where the sink is put together, and not where it runs. */
  private final transient @Nullable DataStream<TableFreshness> marks;

  /** A sink that does not say how fresh its tables are. */
  AuditSink(LakehouseConfig config) {
    this(config, null);
  }

  /**
   * @param marks what is known of how fresh the job's results are, as {@link
   *     io.tributary.runtime.ChangeStream#freshness} tells it
   */
  AuditSink(LakehouseConfig config, @Nullable DataStream<TableFreshness> marks) {
    this.config = config;
    this.marks = marks;
  }

  @Override
  public SinkWriter<RowTransition> createWriter(WriterInitContext context) {
    return new AuditWriter(
        LakehouseCatalog.open(config),
        context.getTaskInfo().getIndexOfThisSubtask(),
        context.getTaskInfo().getAttemptNumber(),
        context.metricGroup().getNumRecordsSendCounter());
  }

  @Override
  @SuppressWarnings("deprecation") // Flink 1.20 still asks for it, and calls the other.
  public SinkWriter<RowTransition> createWriter(InitContext context) {
    throw new UnsupportedOperationException("Flink 1.20 creates writers with a WriterInitContext");
  }

  @Override
  public Committer<AuditBatch> createCommitter(CommitterInitContext context) {
    return new AuditCommitter(config);
  }

  @Override
  public DataStream<CommittableMessage<AuditBatch>> addPreCommitTopology(
      DataStream<CommittableMessage<AuditBatch>> batches) {
    // One committer, so that a table's checkpoint is one snapshot and commits do not collide.
    return batches.global();
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<AuditBatch>> committed) {
    if (marks != null) {
      committed
          .global()
          .connect(marks.global())
          .transform("freshness of audit tables", Types.VOID, new PublishFreshness(config))
          .uid(PublishFreshness.UID)
          .setParallelism(1);
    }
  }

  @Override
  public SimpleVersionedSerializer<AuditBatch> getCommittableSerializer() {
    return new AuditBatchSerializer();
  }

  @Override
  public SimpleVersionedSerializer<AuditBatch> getWriteResultSerializer() {
    return new AuditBatchSerializer();
  }
}
