package io.tributary.runtime.ledger;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** In which form a ledger's rows are kept, which state backends that keep another cannot read. */
final class RowsForm {

  private static final ListStateDescriptor<String> STATE =
      new ListStateDescriptor<>("rows-form", Types.STRING);

  private RowsForm() {}

  /**
   * Remembers the form.
   *
   * @throws DefinitionsRefusedException if the rows that were restored have another
   */
  static void check(String form, OperatorStateStore store) throws Exception {
    ListState<String> state = store.getUnionListState(STATE);
    for (String saved : state.get()) {
      if (!saved.equals(form)) {
        throw new DefinitionsRefusedException(
            ("state has the ledger's rows in the form '%s', and this state backend keeps them as"
                    + " '%s': start with the backend that the state is of (state.backend.type), or"
                    + " without state and with a snapshot")
                .formatted(saved, form));
      }
    }
    state.update(List.of(form));
  }
}
