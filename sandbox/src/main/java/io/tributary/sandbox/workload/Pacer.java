package io.tributary.sandbox.workload;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Spaces work out to a rate. Work that falls behind is caught up with for two seconds' worth; what
 * lies further back is given up, and the achieved rate shows it.
 */
final class Pacer {

  private static final long LARGEST_BACKLOG_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final long nanosPerUnit;
  private long due = System.nanoTime();

  Pacer(int unitsPerSecond) {
    this.nanosPerUnit = TimeUnit.SECONDS.toNanos(1) / unitsPerSecond;
  }

  /** Returns when this much work is due. */
  void await(int units) {
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(this, wait);
    }
    due = Math.max(due, System.nanoTime() - LARGEST_BACKLOG_NANOS) + units * nanosPerUnit;
  }

  /** Takes a pause out of the account: what was not done in it is not owed. */
  void excuse(long pausedNanos) {
    due += pausedNanos;
  }
}
