package io.tributary.schema;

import java.time.Instant;
import java.util.List;

/**
 * DDL has written all rows of a table anew, and no change tells what they hold since.
 *
 * @param at when it was committed, by the database's clock
 * @param reasons {@code type} of a column, {@code default} of a column that was added, {@code
 *     persistence}: a table that was unlogged
 */
public record Rewrite(Instant at, List<String> reasons) {

  public Rewrite {
    reasons = List.copyOf(reasons);
  }
}
