package io.tributary.rollup;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Numbers the rebuilds of the features. A job that starts without state counts its contributions
 * from nothing, so all it writes must win over all that any job before it wrote; a job that is
 * restored continues the rebuild that it was part of.
 */
public interface RebuildEpochs extends Serializable {

  /**
   * The number of the rebuild that starts now: higher than any before it, and the same for every
   * subtask and every attempt of one submitted job.
   */
  long begin();

  /** Takes note of a rebuild that goes on, so that a later one gets a higher number. */
  void resume(long epoch);

  /** The epoch that an operator belongs to, kept in its state. */
  static long restoreOrBegin(RebuildEpochs epochs, boolean restored, OperatorStateStore store)
      throws Exception {
    ListState<Long> saved =
        store.getUnionListState(new ListStateDescriptor<>("rebuild-epoch", Types.LONG));
    long epoch = 0;
    for (long each : saved.get()) {
      epoch = Math.max(epoch, each);
    }
    if (restored && epoch > 0) {
      epochs.resume(epoch);
    } else {
      epoch = epochs.begin();
    }
    saved.update(List.of(epoch));
    return epoch;
  }
}
