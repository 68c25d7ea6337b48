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
 * @param structured columns of types that the connector takes apart (points, vectors)
 * @param withoutPlaceholder arrays of types for which the connector has no placeholder (enums,
 *     floating point), so that it writes NULL for one that an update leaves unchanged
 * @param ofOlderRows whether rows are read by it that may have been written before the table became
 *     what it tells: a number then does for a text, being what it was
 */
public record TableDescription(
    TableId table,
    RowSchema columns,
    List<String> key,
    @Nullable Boolean fullIdentity,
    Set<String> opaque,
    Set<String> structured,
    Set<String> withoutPlaceholder,
    boolean ofOlderRows)
    implements Serializable {

  public TableDescription {
    key = List.copyOf(key);
    opaque = Set.copyOf(opaque);
    structured = Set.copyOf(structured);
    withoutPlaceholder = Set.copyOf(withoutPlaceholder);
  }

  /** A table of ordinary types. */
  public TableDescription(
      TableId table, RowSchema columns, List<String> key, @Nullable Boolean fullIdentity) {
    this(table, columns, key, fullIdentity, Set.of(), Set.of(), Set.of(), false);
  }

  /** The same table, for rows of which nobody knows when they were written. */
  public TableDescription forOlderRows() {
    return new TableDescription(
        table, columns, key, fullIdentity, opaque, structured, withoutPlaceholder, true);
  }
}
