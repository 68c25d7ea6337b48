package io.tributary.runtime;

/** Starts a job from its command line: {@code --pipeline FILE}. */
public final class JobMain {

  private JobMain() {}

  /** Reads the arguments and the pipeline file, defines the job and submits it. */
  public static void run(
      String[] args, String jobName, String description, JobDefinition definition)
      throws Exception {
    throw new UnsupportedOperationException("waits for the configuration's records");
  }
}
