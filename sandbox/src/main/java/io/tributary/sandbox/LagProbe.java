package io.tributary.sandbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Samples one store's lag: commits a row of its own, then polls the store until the row's effect
 * shows, and starts over a little later.
 */
final class LagProbe implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How one store is probed. */
  interface Target extends AutoCloseable {
    /** Commits the {@code n}th probe, counted from 1. */
    void commit(int n) throws Exception;

    /** Whether a reader of the store sees the {@code n}th probe. */
    boolean shows(int n) throws Exception;

    /** How long to wait between two looks: what the sample may be too long by. */
    Duration betweenLooks();

    @Override
    void close() throws Exception;
  }

  private final Target target;
  private final LagSamples samples = new LagSamples();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  LagProbe(String store, Target target) {
    this.target = target;
    this.thread = new Thread(this::run, "lag-" + store);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((probe, error) -> failure = error);
    thread.start();
  }

  LagSamples samples() {
    return samples;
  }

  /** Why the probe ended before it was closed, null where it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  private void run() {
    try {
      for (int n = 1; !stopped; n++) {
        long committing = System.nanoTime();
        target.commit(n);
        while (!target.shows(n)) {
          if (stopped) {
            return;
          }
          LockSupport.parkNanos(target.betweenLooks().toNanos());
        }
        samples.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - committing));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Exception e) {
      failure = e;
    }
  }

  @Override
  public void close() throws Exception {
    stopped = true;
    thread.join();
    target.close();
  }
}
