package io.tributary.stack;

import java.util.Optional;

/**
 * What the JobManager says about a job.
 *
 * @param id 32 hexadecimal digits
 * @param state of the job, for example {@code RUNNING}, {@code RESTARTING}, {@code FAILED}
 * @param allTasksRun whether every task of it runs, which a running job's need not
 * @param checkpointsCompleted since it was submitted
 * @param checkpointsFailed since it was submitted
 * @param restored how often it was restored from a checkpoint
 * @param latestCheckpoint where the last completed checkpoint is
 */
public record FlinkJob(
    String id,
    String name,
    String state,
    boolean allTasksRun,
    long checkpointsCompleted,
    long checkpointsFailed,
    long restored,
    Optional<String> latestCheckpoint) {
  boolean isRunning() {
    return state.equals("RUNNING") && allTasksRun;
  }

  /** Whether it has come to its end, in whatever way. */
  public boolean hasEnded() {
    return switch (state) {
      case "FAILED", "CANCELED", "FINISHED", "SUSPENDED" -> true;
      default -> false;
    };
  }
}
