package io.tributary.event;

import java.io.Serializable;
import java.util.List;

/**
 * A table as the database describes it.
 *
 * @param columns all columns in the table's order
 * @param key the primary key's columns in the key's order; empty where the table has none
 * @param fullIdentity whether the table has REPLICA IDENTITY FULL, so that the wire's {@code
 *     before} is the whole old row
 */
public record TableDescription(
    TableId table, RowSchema columns, List<String> key, boolean fullIdentity)
    implements Serializable {

  public TableDescription {
    key = List.copyOf(key);
  }
}
