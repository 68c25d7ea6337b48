package io.tributary.runtime.source;

import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.Set;

/** Judges the tables that a restored job follows from now on, from their beginning. */
@FunctionalInterface
public interface NewTables extends Serializable {

  /** All are welcome. */
  NewTables ACCEPTED = tables -> {};

  /**
   * Looks at how they begin.
   *
   * @throws BootstrapRefusedException if they do not reach back to a snapshot and have to
   */
  void check(Set<TableId> tables);
}
