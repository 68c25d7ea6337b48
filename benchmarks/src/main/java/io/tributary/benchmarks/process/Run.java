package io.tributary.benchmarks.process;

/**
 * One run over all messages.
 *
 * @param nanos that passed
 * @param cpuNanos that all threads of the process computed
 */
public record Run(long nanos, long cpuNanos, long messages) {

  public long perSecond() {
    return Math.round(messages * 1e9 / nanos);
  }

  public double cpuMicros() {
    return cpuNanos / 1e3 / messages;
  }
}
