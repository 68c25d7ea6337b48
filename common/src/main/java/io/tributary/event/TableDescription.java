package io.tributary.event;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as the database describes it.
 *
 * @param columns all columns in the table's order
 * @param key the primary key's columns in the key's order; empty where the table has none
 * @param fullIdentity whether the table has REPLICA IDENTITY FULL, so that the wire's {@code
 *     before} is the whole old row; null where nobody knows, as of a table that a file declares
 * @param opaque columns of types that the connector does not know (composites, multiranges), whose
 *     text it passes on as bytes
 */
public record TableDescription(
    TableId table,
    RowSchema columns,
    List<String> key,
    @Nullable Boolean fullIdentity,
    Set<String> opaque)
    implements Serializable {

  public TableDescription {
    key = List.copyOf(key);
    opaque = Set.copyOf(opaque);
  }

  /** A table of ordinary types. */
  public TableDescription(
      TableId table, RowSchema columns, List<String> key, @Nullable Boolean fullIdentity) {
    this(table, columns, key, fullIdentity, Set.of());
  }
}
