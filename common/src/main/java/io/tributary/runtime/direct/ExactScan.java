package io.tributary.runtime.direct;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.flink.cdc.connectors.base.source.meta.split.SnapshotSplit;
import org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresScanFetchTask;
import org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresSourceFetchTaskContext;
import org.apache.flink.cdc.connectors.postgres.source.fetch.StoppableChangeEventSourceContext;

/** Reads a part of the snapshot through {@link ExactRows}; else it is the connector's own task. */
final class ExactScan extends PostgresScanFetchTask {

  private final SnapshotSplit split;

  ExactScan(SnapshotSplit split) {
    super(split);
    this.split = split;
  }

  @Override
  protected void executeDataSnapshot(Context context) throws Exception {
    PostgresSourceFetchTaskContext task = (PostgresSourceFetchTaskContext) context;
    try (ExactConnection connection =
        new ExactConnection(task.getDbzConnectorConfig(), task.getConnection().getTypeRegistry())) {
      new PostgresSnapshotSplitReadTask(
              connection,
              task.getDbzConnectorConfig(),
              task.getDatabaseSchema(),
              task.getOffsetContext(),
              task.getEventDispatcher(),
              task.getSnapshotChangeEventSourceMetrics(),
              split)
          .execute(
              new StoppableChangeEventSourceContext(),
              task.getPartition(),
              task.getOffsetContext());
    }
  }

  private static final class ExactConnection extends PostgresConnection {

    /** While it is made, Debezium asks for the driver's own class. */
    private final boolean made;

    ExactConnection(PostgresConnectorConfig config, TypeRegistry types) {
      super(config, types, "postgres-exact-scan");
      made = true;
    }

    @Override
    public synchronized Connection connection() throws SQLException {
      return made ? ExactRows.of(super.connection()) : super.connection();
    }
  }
}
