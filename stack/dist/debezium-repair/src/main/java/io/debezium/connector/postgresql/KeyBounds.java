package io.debezium.connector.postgresql;

import io.debezium.jdbc.JdbcConnection;
import io.debezium.pipeline.source.snapshot.incremental.RowValueConstructorChunkQueryBuilder;
import io.debezium.relational.Column;
import io.debezium.relational.RelationalDatabaseConnectorConfig;
import io.debezium.relational.TableId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * Looks for the rows behind the last key. Debezium 3.7.0 reads times as texts, and asks for what is
 * greater than a text, which PostgreSQL does not compare with a time: it leaves the table out of
 * the snapshot. Here a text has no type but that of its column.
 */
final class KeyBounds extends RowValueConstructorChunkQueryBuilder<TableId> {

  KeyBounds(RelationalDatabaseConnectorConfig config, JdbcConnection connection) {
    super(config, connection);
  }

  @Override
  public int bindBoundaryParams(
      PreparedStatement statement,
      List<Column> columns,
      Object[] bounds,
      int first,
      JdbcConnection connection)
      throws SQLException {
    int at = first;
    for (QueryParam bound : generateBoundaryParams(columns, bounds)) {
      if (bound.value() instanceof String text) {
        statement.setObject(at++, text, Types.OTHER);
      } else if (bound.value() != null) {
        connection.setQueryColumnValue(statement, bound.column(), at++, bound.value());
      }
    }
    return at;
  }
}
