package io.tributary.runtime.ledger;

import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.ledger.Horizon;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.jspecify.annotations.Nullable;

/** The horizons' rows, in a form that costs a change of a row next to nothing to ask. */
final class KnownHorizons {

  /** The state, which is asked for only where it is needed. */
  @FunctionalInterface
  interface State {
    ReadOnlyBroadcastState<String, Horizon> get() throws Exception;
  }

  private @Nullable Map<TableId, SourcePosition> known;

  /** That of a table as state has it; null where nothing of the table ended. */
  @Nullable SourcePosition of(TableId table, State state) throws Exception {
    Map<TableId, SourcePosition> horizons = known;
    if (horizons == null) {
      horizons = new HashMap<>();
      for (Map.Entry<String, Horizon> entry : state.get().immutableEntries()) {
        SourcePosition rows = entry.getValue().rows();
        if (rows != null) {
          horizons.put(TableId.parse(entry.getKey()), rows);
        }
      }
      known = horizons;
    }
    return horizons.get(table);
  }

  /** The state has changed. */
  void forget() {
    known = null;
  }
}
