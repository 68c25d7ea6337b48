package io.tributary.benchmarks.process;

/**
 * One run over all messages, from the first that is counted to the end of the job.
 *
 * @param nanos that passed
 * @param cpuNanos that all threads of the process computed
 * @param messages that were counted
 */
public record Run(long nanos, long cpuNanos, long messages) {

  public long perSecond() {
    return Math.round(messages * 1e9 / nanos);
  }

  public double cpuMicros() {
    return cpuNanos / 1e3 / messages;
  }
}
