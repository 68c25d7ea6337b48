package io.tributary.schema;

import java.time.Instant;
import java.util.List;

/**
 * DDL has rewritten all rows of a table, and no change event shows what they hold since.
 *
 * @param at when it was committed, by the database's clock
 * @param reasons {@code type} of a column, {@code default} of a column that was added, {@code
 *     persistence}: a table that was unlogged
 * @param commit the commit that preceded its transaction, as {@link
 *     io.tributary.event.SourcePosition} has it; all that comes after this place was read or
 *     written after it
 * @param lsn its own place in the log
 */
public record Rewrite(Instant at, List<String> reasons, long commit, long lsn) {

  public Rewrite {
    reasons = List.copyOf(reasons);
  }
}
