package io.tributary.tools.decode;

import io.tributary.event.ChangeEvent;
import io.tributary.ledger.Ledger;
import io.tributary.ledger.LedgerEntry;
import io.tributary.ledger.LedgerOutcome;
import java.util.HashMap;
import java.util.Map;

/** The ledger over all lanes, in memory, with all columns; nothing is ever forgotten. */
final class Lanes {

  private final Ledger ledger = new Ledger(Map.of());
  private final Map<String, LedgerEntry> entries = new HashMap<>();

  LedgerOutcome apply(ChangeEvent event) {
    String lane = event.lane();
    LedgerOutcome outcome = ledger.apply(entries.get(lane), event);
    entries.put(lane, outcome.entry());
    return outcome;
  }
}
