package io.tributary.runtime.ledger;

import io.tributary.event.Op;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import java.io.Serializable;

/**
 * "DDL has rewritten the rows of this table, which no change tells, and some that I keep are as
 * they were before", or none are any more, "and every step and store knows it". The table's are
 * told once all subtasks of the ledger say so.
 *
 * @param table {@code public.users}
 * @param atMillis when, in the database's time, milliseconds since 1970 UTC
 * @param epoch where in the log, as {@link SourcePosition} has it, like the next two
 * @param told whether no row is left
 * @param subtask who says it, from 0
 * @param subtasks how many there are
 */
public record Rewritten(
    String table,
    long atMillis,
    int epoch,
    long commitPosition,
    long lsn,
    boolean told,
    int subtask,
    int subtasks)
    implements Serializable {

  /** The same in the words of another subtask. */
  Rewritten saidBy(int other) {
    return new Rewritten(table, atMillis, epoch, commitPosition, lsn, told, other, subtasks);
  }

  TableId tableId() {
    return TableId.parse(table);
  }

  SourcePosition position() {
    return new SourcePosition(epoch, commitPosition, true, lsn, 0, Op.UPDATE);
  }
}
