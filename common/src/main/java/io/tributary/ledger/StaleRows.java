package io.tributary.ledger;

import io.tributary.event.SourcePosition;

/**
 * How many rows of a table are stale: DDL rewrote the table, and no change has been seen since of
 * these rows, so that some lanes still keep them as they were. A walk over all rows counts them;
 * between walks, changes of rows add to and subtract from the count, and when it reaches zero
 * another walk makes sure. The count can be too low for a while, as a row that changes during a
 * walk may be one that the walk has yet to see; it is never too high.
 */
public final class StaleRows {

  private final SourcePosition rewrite;
  private long left;
  private boolean found;
  private boolean walking;
  private boolean walked;
  private boolean over;

  private StaleRows(SourcePosition rewrite, boolean over) {
    this.rewrite = rewrite;
    this.over = over;
  }

  /** After a rewrite at this position, before anybody has counted. */
  public static StaleRows since(SourcePosition rewrite) {
    return new StaleRows(rewrite, false);
  }

  /** After a rewrite that is known to have left no row stale. */
  public static StaleRows none(SourcePosition rewrite) {
    return new StaleRows(rewrite, true);
  }

  /** Where in the log rows were rewritten. */
  public SourcePosition rewrite() {
    return rewrite;
  }

  /** Whether a row whose last change is at this position is stale. */
  public boolean contains(SourcePosition row) {
    return row.compareTo(rewrite) < 0;
  }

  /** Whether none are left; what arrives late can change that. */
  public boolean areOver() {
    return over;
  }

  /** How many are left, as far as is known. */
  public long left() {
    return over ? 0 : Math.max(0, left);
  }

  /** Whether it takes another walk to know whether any are left. */
  public boolean needWalk() {
    return !over && !walking && (!walked || left <= 0);
  }

  /** Begins a walk over all rows of the table. */
  public void begin() {
    walking = true;
    found = false;
    left = 0;
  }

  /** The walk has met a stale row. */
  public void meet() {
    if (walking) {
      add();
    }
  }

  /** A stale row has arrived. */
  public void add() {
    found = true;
    over = false;
    left++;
  }

  /** A stale row has been changed or removed. */
  public void remove() {
    left--;
  }

  /** Ends the walk. */
  public void end() {
    if (walking) {
      walking = false;
      walked = true;
      over = !found;
    }
  }
}
