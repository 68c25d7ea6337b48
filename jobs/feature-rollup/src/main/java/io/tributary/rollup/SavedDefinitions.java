package io.tributary.rollup;

import io.tributary.rollup.logic.Rollup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** The definitions that state was made by, kept beside it. */
final class SavedDefinitions {

  private SavedDefinitions() {}

  /**
   * Refuses state that some result would not be found in: it would start from nothing in the middle
   * of the table's history and be wrong without a word. Results may be left out or renamed.
   */
  static void check(RollupPlan plan, boolean restored, OperatorStateStore store) throws Exception {
    ListState<String> state =
        store.getUnionListState(new ListStateDescriptor<>("definitions", Types.STRING));
    Set<String> saved = new HashSet<>();
    state.get().forEach(saved::add);
    List<String> current = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Rollup rollup : plan.rollups().values()) {
      rollup
          .definitions()
          .forEach(
              (field, definition) -> {
                current.add(definition);
                if (!saved.contains(definition)) {
                  unknown.add(rollup.name() + "." + field);
                }
              });
    }
    if (restored && !saved.isEmpty() && !unknown.isEmpty()) {
      throw new IllegalStateException(
          "the state that the job is restored from knows nothing of "
              + unknown
              + ", added or changed since; start the job without state, so that it builds all"
              + " features from the topics' beginning");
    }
    state.update(current);
  }
}
