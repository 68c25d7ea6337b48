package io.debezium.util;

import io.debezium.relational.Column;
import io.debezium.relational.Table;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.core.Oid;

/**
 * A table's columns as snapshots read them, in place of Debezium 3.7.0's class of this name.
 *
 * <p>Of a date Debezium asks the driver for what Java makes of it, in whose calendar ten days of
 * 1582 are not. Of a time it asks for PostgreSQL's text. So a column of dates is one of times for
 * it here, and its converter gets a text. A key's dates are left as they are, because incremental
 * snapshots look for them with the value that they read.
 */
public class ColumnUtils {

  private ColumnUtils() {}

  public static MappedColumns toMap(Table table) {
    Map<String, Column> columns = new HashMap<>();
    int greatest = 0;
    for (Column column : table.columns()) {
      columns.put(column.name(), column);
      greatest = Math.max(greatest, column.position());
    }
    return new MappedColumns(columns, greatest);
  }

  /**
   * The table's columns in the order of a result's.
   *
   * @throws IllegalArgumentException if the table does not have one of them
   */
  public static ColumnArray toArray(ResultSet rows, Table table) throws SQLException {
    ResultSetMetaData result = rows.getMetaData();
    Column[] columns = new Column[result.getColumnCount()];
    int greatest = 0;
    for (int i = 0; i < columns.length; i++) {
      Column column = table.columnWithName(result.getColumnName(i + 1));
      if (column == null) {
        throw new IllegalArgumentException(
            "The rows of %s have a column %s, and the table has %s alone"
                .formatted(
                    table.id(),
                    result.getColumnName(i + 1),
                    table.columns().stream().map(Column::name).collect(Collectors.joining(", "))));
      }
      columns[i] = asRead(column, table);
      greatest = Math.max(greatest, column.position());
    }
    return new ColumnArray(columns, greatest);
  }

  private static Column asRead(Column column, Table table) {
    return column.nativeType() == Oid.DATE && !table.isPrimaryKeyColumn(column.name())
        ? column.edit().nativeType(Oid.TIME).create()
        : column;
  }

  /** Called by Debezium, as all here. */
  public static class MappedColumns {

    private final Map<String, Column> columns;
    private final int greatestPosition;

    public MappedColumns(Map<String, Column> columns, int greatestPosition) {
      this.columns = columns;
      this.greatestPosition = greatestPosition;
    }

    public Map<String, Column> getSourceTableColumns() {
      return columns;
    }

    public int getGreatestColumnPosition() {
      return greatestPosition;
    }
  }

  /** A result's columns. */
  public static class ColumnArray {

    private final Column[] columns;
    private final int greatestPosition;

    public ColumnArray(Column[] columns, int greatestPosition) {
      this.columns = columns;
      this.greatestPosition = greatestPosition;
    }

    public Column[] getColumns() {
      return columns;
    }

    public int getGreatestColumnPosition() {
      return greatestPosition;
    }
  }
}
