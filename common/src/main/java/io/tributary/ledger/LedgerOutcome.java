package io.tributary.ledger;

import io.tributary.event.RowTransition;

/** What an event did to its lane. */
public sealed interface LedgerOutcome {

  /** What the lane remembers from now on. */
  LedgerEntry entry();

  /**
   * The event is a change.
   *
   * @param unseen whether an update or delete met a row that the ledger did not know, so that its
   *     old image is unavailable as far as the wire did not have it
   */
  record Moved(LedgerEntry entry, RowTransition transition, boolean unseen)
      implements LedgerOutcome {}

  /**
   * The event is a change below the {@link Horizon}, which arrived after what ended its row. It
   * belongs into a history; a store that holds the present has nothing to do.
   */
  record Superseded(LedgerEntry entry, RowTransition transition) implements LedgerOutcome {}

  /** The event changes nothing. */
  record Unmoved(LedgerEntry entry, Reason reason) implements LedgerOutcome {}

  /** Why an event makes no transition. */
  enum Reason {
    /** It, or a later event of its row, has been applied already. */
    REPLAY,
    /** A snapshot read the row as the ledger already knew it. */
    UNCHANGED_SNAPSHOT_ROW
  }
}
