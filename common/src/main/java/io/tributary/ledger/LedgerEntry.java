package io.tributary.ledger;

import io.tributary.event.RowImage;
import io.tributary.event.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger remembers of one lane.
 *
 * @param position of the last event that was applied
 * @param image the row as that event left it, reduced to the columns a job needs; null once the row
 *     is deleted, when the position alone keeps a replayed insert from bringing it back, and in the
 *     lane of a table without primary key
 * @param committedAtMicros the database's commit time of that event, microseconds since 1970 UTC
 */
public record LedgerEntry(
    SourcePosition position, @Nullable RowImage image, long committedAtMicros) {

  /** Whether the row is gone and only its position is remembered. */
  public boolean isTombstone() {
    return image == null;
  }
}
