package io.tributary.stack;

import java.time.Duration;
import java.util.function.Supplier;

/** How long a condition is waited for, and the pauses between two looks at it. */
final class Deadline {
  private static final long PAUSE_MILLIS = 50;

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration within) {
    return new Deadline(System.nanoTime() + within.toNanos());
  }

  /** Waits a moment, or throws what is given when the time is over. */
  void pauseOrThrow(Supplier<StackException> tooLate) {
    if (System.nanoTime() - end > 0) {
      throw tooLate.get();
    }
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted while waiting", e);
    }
  }
}
