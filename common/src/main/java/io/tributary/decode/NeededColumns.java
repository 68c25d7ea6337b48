package io.tributary.decode;

import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The columns that images have: those that somebody needs, and the key's.
 *
 * @param byTable all of them for an empty set, and for tables that are not named
 */
record NeededColumns(Map<TableId, Set<String>> byTable) {

  /** Whether a column of that name is in the image of a row with that key. */
  Predicate<String> of(TableId table, @Nullable RowKey key) {
    Set<String> needed = byTable.getOrDefault(table, Set.of());
    if (needed.isEmpty()) {
      return column -> true;
    }
    RowSchema ofKey = key == null ? RowSchema.of() : key.columns().schema();
    return column -> needed.contains(column) || ofKey.indexOf(column) >= 0;
  }
}
