package io.tributary.tools.verify;

import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.Map;

/** The little SQL that the verifiers share. */
final class Sql {

  private Sql() {}

  static String quoted(TableId table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static TableDescription describe(Map<TableId, TableDescription> tables, TableId table) {
    TableDescription description = tables.get(table);
    if (description == null) {
      throw new IllegalArgumentException("the database has no table " + table);
    }
    return description;
  }
}
