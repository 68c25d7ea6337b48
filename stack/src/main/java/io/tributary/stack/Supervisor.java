package io.tributary.stack;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts components again that died, one second after their death. One that was closed or killed
 * through its own methods is left alone.
 */
final class Supervisor implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;
  private static final long DELAY_MILLIS = 1_000;

  private final StackListener listener;
  private final CountDownLatch closed = new CountDownLatch(1);

  Supervisor(StackListener listener) {
    this.listener = listener;
  }

  /** Starts the component again whenever it has died. */
  void watch(Component component) {
    watch(component, component::start);
  }

  /**
   * Recovers whenever the component has died.
   *
   * @param recovery starts the component again, and does what else its death demands
   */
  void watch(Component component, Runnable recovery) {
    Thread thread = new Thread(() -> run(component, recovery), "watch-" + component.name());
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Component component, Runnable recovery) {
    while (!closedWithin(LOOK_MILLIS)) {
      if (component.hasDied()) {
        long noticed = System.nanoTime();
        listener.died(component.name());
        if (isRecovered(component, recovery)) {
          Duration took = Duration.ofNanos(System.nanoTime() - noticed);
          listener.restarted(component.name(), took);
        }
      }
    }
  }

  /** Tries until it works; false if the component was closed meanwhile. */
  private boolean isRecovered(Component component, Runnable recovery) {
    while (!closedWithin(DELAY_MILLIS) && component.hasDied()) {
      try {
        recovery.run();
        return true;
      } catch (StackException e) {
        listener.restartFailed(component.name(), e);
      }
    }
    return false;
  }

  private boolean closedWithin(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Stops watching; the components go on. */
  @Override
  public void close() {
    closed.countDown();
  }
}
