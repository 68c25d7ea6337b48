package io.tributary.benchmarks.ledger;

/**
 * One run over all messages.
 *
 * @param nanos that passed
 * @param cpuNanos that all threads of the process computed
 */
record Run(long nanos, long cpuNanos, long messages) {

  long perSecond() {
    return Math.round(messages * 1e9 / nanos);
  }

  double cpuMicros() {
    return cpuNanos / 1e3 / messages;
  }
}
