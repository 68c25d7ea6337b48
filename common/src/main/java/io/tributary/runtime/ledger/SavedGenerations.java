package io.tributary.runtime.ledger;

import io.tributary.ledger.Counted;
import io.tributary.ledger.Generations;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * The {@link Generations} in the state of each step that needs them. All steps of a job come to the
 * same, as they are restored from one checkpoint and are given the same definitions.
 *
 * @param restored those that state was made by; none in a job that starts from nothing, and the
 *     first of what there is now where an earlier release wrote the state
 * @param present those of what is counted now
 */
public record SavedGenerations(Generations restored, Generations present) {

  private static final ListStateDescriptor<byte[]> STATE =
      new ListStateDescriptor<>(
          "generations", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  /**
   * Restores them, and saves what has become of them.
   *
   * @param isRestored whether the step has state
   * @throws DefinitionsRefusedException if state cannot be continued with what is counted now
   */
  public static SavedGenerations restore(
      OperatorStateStore store, boolean isRestored, Collection<Counted> counted) throws Exception {
    ListState<byte[]> state = store.getUnionListState(STATE);
    Iterator<byte[]> saved = state.get().iterator();
    Generations restored = Generations.NONE;
    if (saved.hasNext()) {
      restored = Generations.decoded(saved.next());
    } else if (isRestored) {
      restored = Generations.first(counted);
    }
    Generations present = changed(restored, counted);
    state.update(List.of(present.encoded()));
    return new SavedGenerations(restored, present);
  }

  private static Generations changed(Generations restored, Collection<Counted> counted) {
    try {
      return restored.changedTo(counted);
    } catch (IllegalStateException e) {
      throw new DefinitionsRefusedException(e);
    }
  }

  /** Whether a step's state has any. */
  public static boolean areIn(OperatorStateStore store) throws Exception {
    return store.getUnionListState(STATE).get().iterator().hasNext();
  }
}
