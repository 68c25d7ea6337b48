package io.tributary.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowImage;
import io.tributary.event.TableId;
import java.util.Map;
import java.util.Set;

/**
 * Leaves of a change what a ledger of {@linkplain Ledger own images only} looks at, so that no more
 * has to be sent to it: the needed columns, and the old image only where there is no new one or no
 * key. For one thread.
 */
public final class Differences {

  private final Reductions reductions;

  /** Takes what the {@link Ledger} takes. */
  public Differences(Map<TableId, Set<String>> columnsNeeded) {
    this.reductions = new Reductions(columnsNeeded);
  }

  public ChangeEvent of(ChangeEvent event) {
    RowImage after = reductions.apply(event, event.after());
    RowImage before =
        after != null && event.key() != null ? null : reductions.apply(event, event.before());
    return event.with(before, after);
  }
}
