package io.tributary.benchmarks.process;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;

/** A job that can be started from what it saved. */
public interface Restartable {

  /**
   * Starts the job.
   *
   * @param settings what is added to the cluster's
   */
  JobClient start(Configuration settings) throws Exception;
}
