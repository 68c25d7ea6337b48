package io.tributary.tools.decode;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.Horizon;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.LedgerOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger over all lanes, in memory, with all columns; nothing is ever forgotten. Rows that were
 * deleted while there was no slot are not: that a snapshot is complete shows on several topics.
 */
final class Lanes {

  private final Ledger ledger = new Ledger(Map.of());
  private final Map<String, LedgerEntry> entries = new TreeMap<>();
  private final Map<TableId, Horizon> horizons = new HashMap<>();

  LedgerOutcome apply(ChangeEvent event) {
    String lane = event.lane();
    LedgerOutcome outcome =
        ledger.apply(entries.get(lane), event, event.key() == null ? null : horizon(event).rows());
    entries.put(lane, outcome.entry());
    return outcome;
  }

  /** The ends of the rows that a TRUNCATE ended, by their keys' text; none for a replay. */
  List<RowTransition> truncate(ChangeEvent truncate) {
    Horizon known = horizon(truncate);
    List<RowTransition> ended = new ArrayList<>();
    if (known.hasSeen(truncate.position())) {
      return ended;
    }
    horizons.put(
        truncate.table(), known.truncatedAt(truncate.position(), truncate.committedAtMicros()));
    String lanes = truncate.lane() + "/";
    entries.forEach(
        (lane, entry) -> {
          if (lane.startsWith(lanes)
              && !entry.isTombstone()
              && Horizon.ends(truncate.position(), entry.position())
              && !Horizon.ends(known.rows(), entry.position())) {
            ended.add(Ledger.ended(truncate.table(), entry, truncate));
          }
        });
    return ended;
  }

  private Horizon horizon(ChangeEvent event) {
    return horizons.getOrDefault(event.table(), Horizon.NONE);
  }
}
