package io.tributary.ledger;

import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Something that the rows of a table are counted in, and that takes back what it has counted: one
 * window of a feature.
 *
 * @param definition what is counted, for comparison only: what is defined otherwise is another
 *     thing, which has counted nothing yet
 * @param reach how far back it looks; what was kept for a longer reach serves a shorter one
 * @param columns those that decide what a row amounts to
 */
public record Counted(TableId table, String definition, long reach, Set<String> columns)
    implements Serializable {

  public Counted {
    columns = Set.copyOf(columns);
  }

  /** By table, the columns that any of these needs. */
  public static Map<TableId, Set<String>> columns(Collection<Counted> counted) {
    Map<TableId, Set<String>> columns = new HashMap<>();
    counted.forEach(
        each ->
            columns.computeIfAbsent(each.table(), any -> new HashSet<>()).addAll(each.columns()));
    return columns;
  }
}
