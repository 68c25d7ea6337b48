package io.tributary.rollup.store;

import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;

/**
 * One attempt at running a job: the same for all its subtasks, and another after each failure.
 *
 * @param graph what the attempts of one JobManager have in common
 * @param number from 0; of two attempts with one graph, the later has the greater
 */
public record Attempt(String graph, int number) {

  /** The one that a task is part of. */
  public static Attempt of(ExecutionAttemptID task) {
    // The graph has no other way out: <graph>_<vertex>_<subtask>_<attempt>.
    String text = task.toString();
    return new Attempt(text.substring(0, text.indexOf('_')), task.getAttemptNumber());
  }
}
