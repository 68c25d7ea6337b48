package io.tributary.runtime.ledger;

import io.tributary.event.Op;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import java.io.Serializable;

/**
 * A ledger subtask's report on a table whose rows DDL has rewritten, which no change event shows:
 * whether it still keeps some as they were before. A table's rows are up to date once all subtasks
 * report that none are left; that report comes when every step and store has their changes.
 *
 * @param table {@code public.users}
 * @param atMillis when, in the database's time, milliseconds since 1970 UTC
 * @param epoch where in the log, as {@link SourcePosition} has it, like the next two
 * @param told whether no row is left; named so in state
 * @param subtask the one that reports, from 0
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

  /** The same as another subtask reports it. */
  Rewritten reportedBy(int other) {
    return new Rewritten(table, atMillis, epoch, commitPosition, lsn, told, other, subtasks);
  }

  TableId tableId() {
    return TableId.parse(table);
  }

  SourcePosition position() {
    return new SourcePosition(epoch, commitPosition, true, lsn, 0, Op.UPDATE);
  }
}
