package io.tributary.event;

import java.io.Serializable;

/**
 * A table of the source database, for example {@code public.user_profile}. Names are PostgreSQL's
 * own, unquoted and case-sensitive.
 */
public record TableId(String schema, String table) implements Serializable, Comparable<TableId> {

  /**
   * The table whose one row the connector touches when the database is idle. Its changes move the
   * watermark and are no transitions.
   */
  public static final TableId HEARTBEAT = new TableId("tributary", "heartbeat");

  public TableId {
    if (schema.isEmpty() || table.isEmpty()) {
      throw new IllegalArgumentException("a table needs a schema and a name: schema.table");
    }
  }

  /** Reads {@code schema.table}; everything after the first dot belongs to the table's name. */
  public static TableId parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("expected schema.table, found '" + text + "'");
    }
    return new TableId(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public int compareTo(TableId other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
