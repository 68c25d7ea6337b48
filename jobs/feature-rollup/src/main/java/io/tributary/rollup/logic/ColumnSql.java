package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;

/** The columns of a table, {@code r}, in SQL. */
record ColumnSql(RowSchema table) {

  ColumnType.Kind kind(String column) {
    return table.column(table.indexOf(column)).type().kind();
  }

  static String column(String name) {
    return "r." + quoted(name);
  }

  static String table(TableId table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
