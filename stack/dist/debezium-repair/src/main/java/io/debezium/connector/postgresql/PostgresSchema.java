package io.debezium.connector.postgresql;

import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnectorConfig.LogicalDecoder;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.PostgresDefaultValueConverter;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.RelationalDatabaseSchema;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchemaBuilder;
import io.debezium.relational.Tables;
import io.debezium.spi.topic.TopicNamingStrategy;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captured tables, in place of Debezium 3.7.0's class of this name.
 *
 * <p>At a label that is new to it, Debezium reads the table anew from the catalog of now. While the
 * connector is behind, that is a table to come, and the rows on their way do not fit it. Here a
 * table that the log has described is changed by the log alone: it keeps its columns, and only the
 * types are looked up again. A column whose type has been dropped since is a text, which is how the
 * log has its values, where Debezium would write a text's bytes. Values are written by {@link
 * ExactValues}.
 *
 * @see <a href="https://github.com/debezium/debezium/pull/7668">debezium/dbz#304</a>
 */
public class PostgresSchema extends RelationalDatabaseSchema {

  protected static final String PUBLIC_SCHEMA_NAME = "public";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresSchema.class);
  private static final String TEXT = "text";

  /** Those that can be stored apart from their row, and be left out of an update therefore. */
  private static final String TOASTABLE =
      "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(format('%I.%I', ?, ?))"
          + " AND attnum > 0 AND NOT attisdropped AND attstorage <> 'p'";

  private final PostgresConnectorConfig config;
  private final ExactValues values;
  private final Map<Integer, TableId> toldByLog = new HashMap<>();
  private final Map<TableId, List<String>> toastable = new HashMap<>();

  /** Called by Debezium, as all here. */
  protected PostgresSchema(
      CdcSourceTaskContext<PostgresConnectorConfig> context,
      PostgresDefaultValueConverter defaults,
      TopicNamingStrategy<TableId> topics,
      PostgresValueConverter values,
      CustomConverterRegistry converters) {
    this(
        context,
        defaults,
        topics,
        new ExactValues(values, context.getConfig().getUnavailableValuePlaceholder()),
        converters);
  }

  private PostgresSchema(
      CdcSourceTaskContext<PostgresConnectorConfig> context,
      PostgresDefaultValueConverter defaults,
      TopicNamingStrategy<TableId> topics,
      ExactValues values,
      CustomConverterRegistry converters) {
    super(
        context.getConfig(),
        topics,
        context.getConfig().getTableFilters().dataCollectionFilter(),
        context.getConfig().getColumnFilter(),
        schemas(context.getConfig(), defaults, values, converters),
        false,
        context.getConfig().getKeyMapper(),
        context);
    this.config = context.getConfig();
    this.values = values;
  }

  private static TableSchemaBuilder schemas(
      PostgresConnectorConfig config,
      PostgresDefaultValueConverter defaults,
      ExactValues values,
      CustomConverterRegistry converters) {
    return new TableSchemaBuilder(
        values,
        defaults,
        config.schemaNameAdjuster(),
        converters,
        config.getSourceInfoStructMaker().schema(),
        config.getFieldNamer(),
        false,
        config.getEventConvertingFailureHandlingMode());
  }

  /** All tables as the catalog has them, before a snapshot or the stream begins. */
  protected PostgresSchema refresh(PostgresConnection connection, boolean tellIdentities)
      throws SQLException {
    values.know(connection.getTypeRegistry());
    connection.readSchema(tables(), null, null, getTableFilter(), null, true);
    refreshSchemas();
    for (TableId table : tableIds()) {
      if (tellIdentities) {
        LOG.info("Replica identity of {}: {}", table, connection.readReplicaIdentityInfo(table));
      }
      if (config.skipRefreshSchemaOnMissingToastableData()) {
        readToastable(connection, table);
      }
    }
    return this;
  }

  /** A table of which nothing is known yet, or one of whose enums has a new label. */
  protected void refresh(PostgresConnection connection, TableId table, boolean withToastable)
      throws SQLException {
    Table known = tableFor(table);
    if (known != null && toldByLog.containsValue(table)) {
      refresh(byPresentTypes(known, connection.getTypeRegistry()));
    } else {
      readTable(connection, table, false);
      if (withToastable) {
        readToastable(connection, table);
      }
    }
  }

  protected void refreshFromIncrementalSnapshot(PostgresConnection connection, TableId table)
      throws SQLException {
    readTable(connection, table, config.plugin() == LogicalDecoder.PGOUTPUT);
    readToastable(connection, table);
  }

  private void readTable(PostgresConnection connection, TableId id, boolean withoutGenerated)
      throws SQLException {
    values.know(connection.getTypeRegistry());
    Tables found = new Tables();
    connection.readSchema(found, null, null, id::equals, null, true);
    Table table = found.forTable(id);
    if (table == null) {
      LOG.warn("Table {} is not there any more", id);
    } else if (withoutGenerated) {
      List<Column> columns = table.filterColumns(column -> !column.isGenerated());
      refresh(table.edit().setColumns(columns).create());
    } else {
      refresh(table);
    }
  }

  private void readToastable(PostgresConnection connection, TableId table) throws SQLException {
    List<String> columns = new ArrayList<>();
    connection.prepareQuery(
        TOASTABLE,
        statement -> {
          statement.setString(1, table.schema());
          statement.setString(2, table.table());
        },
        rows -> {
          while (rows.next()) {
            columns.add(rows.getString(1));
          }
        });
    if (!connection.connection().getAutoCommit()) {
      connection.connection().commit();
    }
    toastable.put(table, List.copyOf(columns));
  }

  /** A table as the log describes it, before the first row that is so. */
  public void applySchemaChangesForTable(int relation, Table table) {
    if (!isFilteredOut(table.id())) {
      toldByLog.put(relation, table.id());
      refresh(byPresentTypes(table, null));
    }
  }

  /**
   * Debezium finds a column's type by its name, so that an enum that was renamed needs its present
   * one.
   *
   * @param types null if they have just been read
   */
  private static Table byPresentTypes(Table table, @Nullable TypeRegistry types) {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      PostgresType type = types == null ? null : types.get(column.nativeType());
      if (column.nativeType() == PostgresType.UNKNOWN.getOid() || type == PostgresType.UNKNOWN) {
        columns.add(asText(column));
      } else if (type != null && type.isEnumType()) {
        columns.add(column.edit().type(type.getName()).create());
      } else {
        columns.add(column);
      }
    }
    return table.edit().setColumns(columns).create();
  }

  private static Column asText(Column column) {
    return column.edit().type(TEXT).jdbcType(Types.VARCHAR).nativeType(Oid.TEXT).create();
  }

  /** The table of a relation message's number, null if it is not captured. */
  public @Nullable Table tableFor(int relation) {
    TableId table = toldByLog.get(relation);
    return table == null ? null : tableFor(table);
  }

  public List<String> getToastableColumnsForTableId(TableId table) {
    return toastable.getOrDefault(table, List.of());
  }

  protected boolean isFilteredOut(TableId table) {
    return !getTableFilter().isIncluded(table);
  }

  protected void refreshSchemas() {
    clearSchemas();
    tableIds().forEach(this::refreshSchema);
  }

  protected static @Nullable TableId parse(String name) {
    TableId table = TableId.parse(name, false);
    return table == null || table.schema() != null
        ? table
        : new TableId(table.catalog(), PUBLIC_SCHEMA_NAME, table.table());
  }

  @Override
  public boolean tableInformationComplete() {
    return false;
  }
}
