package io.tributary.rollup.entities;

import io.tributary.rollup.logic.Rollup;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The steps of a test, to be registered as an extension: they are closed when it ends. */
final class OpenedSteps implements AfterEachCallback {

  private final List<RollupStepHarness> steps = new ArrayList<>();

  /** Opens the only subtask, with what was saved if there is anything. */
  RollupStepHarness open(Rollup rollup, OperatorSubtaskState... saved) throws Exception {
    RollupStepHarness step = new RollupStepHarness(rollup, 1, 0);
    add(step);
    if (saved.length > 0) {
      step.initializeState(saved[0]);
    }
    step.open();
    return step;
  }

  /** Takes one that the test opens. */
  void add(RollupStepHarness step) {
    steps.add(step);
  }

  RollupStepHarness last() {
    return steps.get(steps.size() - 1);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (RollupStepHarness each : steps) {
      each.close();
    }
    steps.clear();
  }
}
