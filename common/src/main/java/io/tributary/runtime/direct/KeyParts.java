package io.tributary.runtime.direct;

import io.debezium.jdbc.JdbcConnection;
import io.debezium.relational.Column;
import io.debezium.relational.TableId;
import java.sql.SQLException;
import java.util.Set;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.assigner.state.ChunkSplitterState;
import org.apache.flink.cdc.connectors.postgres.source.PostgresChunkSplitter;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.utils.PostgresQueryUtils;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Divides a table by the first column of its key, for the snapshot to be read in parallel. Where
 * that is of a type for which PostgreSQL has no least value, or whose values the driver cannot
 * hold, the table is one part; the connector alone would not start.
 */
final class KeyParts extends PostgresChunkSplitter {

  private static final Set<String> DIVISIBLE =
      Set.of(
          ("int2,int4,int8,smallserial,serial,bigserial,numeric,text,varchar,bpchar,uuid,date,"
                  + "timestamp,timestamptz")
              .split(","));

  private static final Set<String> INFINITE = Set.of("NaN", "Infinity", "-Infinity");

  KeyParts(JdbcSourceConfig config, PostgresDialect dialect, ChunkSplitterState state) {
    super(config, dialect, state);
  }

  /** Two nulls, as of an empty table, where there is to be one part. */
  @Override
  public @Nullable Object[] queryMinMax(JdbcConnection connection, TableId table, Column column)
      throws SQLException {
    boolean isDivisible =
        DIVISIBLE.contains(column.typeName())
            && !(column.typeName().equals("numeric") && isInfinite(connection, table, column));
    return isDivisible
        ? super.queryMinMax(connection, table, column)
        : new @Nullable Object[] {null, null};
  }

  private static boolean isInfinite(JdbcConnection connection, TableId table, Column column)
      throws SQLException {
    String name = PostgresQueryUtils.quote(column.name());
    return connection.queryAndMap(
        "SELECT min(%s)::text, max(%s)::text FROM %s"
            .formatted(name, name, PostgresQueryUtils.quote(table)),
        row ->
            row.next()
                && (INFINITE.contains(String.valueOf(row.getString(1)))
                    || INFINITE.contains(String.valueOf(row.getString(2)))));
  }

  /** Flink's type of a part's bounds, of which one part has none. */
  @Override
  protected DataType fromDbzColumn(Column column) {
    return DIVISIBLE.contains(column.typeName()) ? super.fromDbzColumn(column) : DataTypes.STRING();
  }
}
