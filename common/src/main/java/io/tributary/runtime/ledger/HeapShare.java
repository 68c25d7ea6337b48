package io.tributary.runtime.ledger;

import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.execution.Environment;

/**
 * What a step of a subtask may take of the heap for state that it holds beside its backend: an
 * eighth of it for all slots of a TaskManager.
 */
public final class HeapShare {

  private static final int PARTS = 8;

  private HeapShare() {}

  /**
   * In bytes.
   *
   * @param most what is of use to the step, however much there is
   */
  public static long of(Environment environment, long most) {
    int slots =
        environment.getTaskManagerInfo().getConfiguration().get(TaskManagerOptions.NUM_TASK_SLOTS);
    return of(Runtime.getRuntime().maxMemory(), slots, most);
  }

  static long of(long heap, int slots, long most) {
    return Math.min(most, heap / PARTS / slots);
  }
}
