package io.tributary.rollup.store;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Numbers the rebuilds of the features. A job counts its contributions on from the state that it
 * starts from. Only by the same definitions, and where nothing else was made of that state, does it
 * come to the same numbers as what is in the store; else all that it writes must win over all that
 * was written before it.
 */
@FunctionalInterface
public interface RebuildEpochs extends Serializable {

  /**
   * The number of the rebuild that a submitted job belongs to, the same for every subtask and every
   * attempt: that of its state where it continues the latest rebuild by the same definitions, and
   * otherwise one that is higher than any before.
   *
   * @param restored the number in the job's state, 0 if it has none
   * @throws IllegalStateException if a job that was submitted later has taken over
   */
  long of(long restored);

  /** The epoch that an operator belongs to, kept in its state. */
  static long restoreOrBegin(RebuildEpochs epochs, OperatorStateStore store) throws Exception {
    ListState<Long> saved =
        store.getUnionListState(new ListStateDescriptor<>("rebuild-epoch", Types.LONG));
    long restored = 0;
    for (long each : saved.get()) {
      restored = Math.max(restored, each);
    }
    long epoch = epochs.of(restored);
    saved.update(List.of(epoch));
    return epoch;
  }
}
