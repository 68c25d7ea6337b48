package io.tributary.rollup;

import io.tributary.event.DeadLetter;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.Unusable;
import io.tributary.runtime.DeadLetters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns what happened to a row into what that contributes to each rollup of its table. A row that
 * cannot be judged goes to the dead letters and counts for nothing until a change makes it whole.
 */
final class ContributionStep extends ProcessFunction<RowTransition, Contribution> {

  static final String UID = "contributions";

  private static final long serialVersionUID = 1L;
  private static final String STAGE = "rollup";

  private final HashMap<TableId, List<Contributions>> byTable = new HashMap<>();

  ContributionStep(RollupPlan plan) {
    for (Rollup rollup : plan.rollups().values()) {
      byTable
          .computeIfAbsent(rollup.from(), table -> new ArrayList<>())
          .add(new Contributions(rollup));
    }
  }

  @Override
  public void processElement(
      RowTransition transition, Context context, Collector<Contribution> out) {
    for (Contributions rollup : byTable.getOrDefault(transition.table(), List.of())) {
      Contributions.Effect effect = rollup.of(transition.before(), transition.after());
      effect.contributions().forEach(out::collect);
      Unusable unusable = effect.unusable();
      if (unusable != null) {
        String detail = "rollup " + rollup.rollup().name() + ": " + unusable.detail();
        context.output(DeadLetters.TAG, deadLetter(unusable.code().name(), transition, detail));
      }
    }
  }

  private static DeadLetter deadLetter(String code, RowTransition transition, String detail) {
    return DeadLetter.of(code, STAGE, transition.table().toString(), transition.origin(), detail);
  }
}
