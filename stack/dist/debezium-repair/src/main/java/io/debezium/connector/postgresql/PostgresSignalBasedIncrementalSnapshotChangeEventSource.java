package io.debezium.connector.postgresql;

import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.jdbc.JdbcConnection;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.notification.NotificationService;
import io.debezium.pipeline.source.snapshot.incremental.IncrementalSnapshotContext;
import io.debezium.pipeline.source.snapshot.incremental.SignalBasedIncrementalSnapshotChangeEventSource;
import io.debezium.pipeline.source.spi.DataChangeEventListener;
import io.debezium.pipeline.source.spi.SnapshotProgressListener;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.relational.RelationalDatabaseConnectorConfig;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.schema.DatabaseSchema;
import io.debezium.spi.schema.DataCollectionId;
import io.debezium.util.Clock;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of an incremental snapshot, in place of Debezium 3.7.0's class of this name.
 *
 * <p>PostgreSQL writes a commit to its log before other sessions see it. In between, the change can
 * have been emitted, and a chunk be read that does not know of it: that class sends such rows
 * behind the change, so that whoever reads the topic takes an old row for the present one, or a
 * deleted row for one that is there. Here a chunk counts only if it was read by a snapshot that saw
 * every transaction that was emitted before the chunk's window opened; what is emitted inside of
 * the window is taken out of the chunk as ever. A chunk that does not count is read again.
 */
public class PostgresSignalBasedIncrementalSnapshotChangeEventSource
    extends SignalBasedIncrementalSnapshotChangeEventSource<PostgresPartition, TableId> {

  private static final long MILLIS_BEFORE_READING_AGAIN = 100;

  private final PostgresConnection connection;
  private final PostgresSchema schema;
  private final EmittedTransactions emitted = new EmittedTransactions();

  /** What the chunk's reader sees at least; null once the chunk's window has opened. */
  private volatile @Nullable PgSnapshot seen;

  private volatile boolean outdated;

  /** Called by Debezium. */
  public PostgresSignalBasedIncrementalSnapshotChangeEventSource(
      RelationalDatabaseConnectorConfig config,
      JdbcConnection connection,
      EventDispatcher<PostgresPartition, TableId> dispatcher,
      DatabaseSchema<?> schema,
      Clock clock,
      SnapshotProgressListener<PostgresPartition> progress,
      DataChangeEventListener<PostgresPartition> changes,
      NotificationService<PostgresPartition, ? extends OffsetContext> notifications) {
    super(config, connection, dispatcher, schema, clock, progress, changes, notifications);
    this.connection = (PostgresConnection) connection;
    this.schema = (PostgresSchema) schema;
    chunkQueryBuilder = new KeyBounds(config, connection);
  }

  @Override
  protected Table refreshTableSchema(Table table) throws SQLException {
    schema.refreshFromIncrementalSnapshot(connection, table.id());
    return schema.tableFor(table.id());
  }

  @Override
  public void processTransactionCommittedEvent(PostgresPartition partition, OffsetContext offset) {
    tell(offset);
  }

  @Override
  protected void emitWindowOpen(PostgresPartition partition, OffsetContext offset)
      throws SQLException {
    super.emitWindowOpen(partition, offset);
    // The signal may stand in a transaction of which changes have been emitted.
    tell(offset);
    seen =
        connection.queryAndMap(
            "SELECT pg_current_snapshot()",
            connection.singleResultMapper(
                row -> PgSnapshot.valueOf(row.getString(1)), "no snapshot"));
    connection.commit();
  }

  private void tell(OffsetContext offset) {
    Long transaction = offset.getSourceInfo().getInt64(SourceInfo.TXID_KEY);
    if (transaction != null) {
      emitted.add(transaction.intValue());
    }
  }

  /** Comes with every row while a window is open, first with the row that opens it. */
  @Override
  protected void deduplicateWindow(DataCollectionId table, Object key) {
    PgSnapshot snapshot = seen;
    if (snapshot != null) {
      outdated = emitted.areAheadOf(snapshot);
      seen = null;
    }
    super.deduplicateWindow(table, key);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void closeWindow(PostgresPartition partition, String id, OffsetContext offset)
      throws InterruptedException {
    context = (IncrementalSnapshotContext<TableId>) offset.getIncrementalSnapshotContext();
    if (!outdated) {
      super.closeWindow(partition, id, offset);
    } else if (context.closeWindow(id)) {
      outdated = false;
      window.clear();
      context.revertChunk();
      Thread.sleep(MILLIS_BEFORE_READING_AGAIN);
      readChunk(partition, offset);
    }
  }
}
