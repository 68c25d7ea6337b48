package io.tributary.ledger;

import io.tributary.event.SourcePosition;

/**
 * How many of the rows that some lanes keep of a table have not been told since DDL rewrote all of
 * them, so that they are kept as they were before. A walk over all of them counts; between walks,
 * what becomes of rows is told, and when none can be left another walk makes sure. The number can
 * be too low for a while, as a row that changes during a walk may be one that the walk has yet to
 * see; it is never too high.
 */
public final class UntoldRows {

  private final SourcePosition rewrite;
  private long left;
  private boolean found;
  private boolean walking;
  private boolean walked;
  private boolean over;

  private UntoldRows(SourcePosition rewrite, boolean over) {
    this.rewrite = rewrite;
    this.over = over;
  }

  /** Of a rewrite at this position, after which nobody has looked. */
  public static UntoldRows since(SourcePosition rewrite) {
    return new UntoldRows(rewrite, false);
  }

  /** Of a rewrite after which all rows are known to have been told. */
  public static UntoldRows none(SourcePosition rewrite) {
    return new UntoldRows(rewrite, true);
  }

  /** Where in the log rows were rewritten. */
  public SourcePosition rewrite() {
    return rewrite;
  }

  /** Whether a row that was told last at this position is one of them. */
  public boolean contains(SourcePosition row) {
    return row.compareTo(rewrite) < 0;
  }

  /** Whether all rows have been told; what comes late can change that. */
  public boolean areOver() {
    return over;
  }

  /** How many are left, as far as is known. */
  public long left() {
    return over ? 0 : Math.max(0, left);
  }

  /** Whether only another walk tells whether rows are left. */
  public boolean needWalk() {
    return !over && !walking && (!walked || left <= 0);
  }

  /** Begins a walk over all rows of the table. */
  public void begin() {
    walking = true;
    found = false;
    left = 0;
  }

  /** A walk has met one of them. */
  public void meet() {
    if (walking) {
      add();
    }
  }

  /** One has come. */
  public void add() {
    found = true;
    over = false;
    left++;
  }

  /** One has been told, or is gone. */
  public void remove() {
    left--;
  }

  /** The walk is over. */
  public void end() {
    if (walking) {
      walking = false;
      walked = true;
      over = !found;
    }
  }
}
