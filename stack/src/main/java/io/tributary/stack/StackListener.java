package io.tributary.stack;

import java.time.Duration;

/** Hears what happens to the components; called from several threads, several at a time. */
public interface StackListener {
  /** A process that an earlier run had left in this directory was killed. */
  void reaped(String component, long pid);

  void starting(String component);

  /** It does its work now, so long after it was started. */
  void ready(String component, Duration took);

  /** Its process ended by itself or was killed from outside; it will be started again. */
  void died(String component);

  /** It does its work again, so long after its death was noticed. */
  void restarted(String component, Duration took);

  /** It could not be started again; that is tried until it succeeds or is closed. */
  void restartFailed(String component, StackException why);
}
