package io.tributary.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Samples one store's lag: commits a row of its own at regular moments, whether or not the ones
 * before have shown, and polls the store until their effects show. So a time in which nothing shows
 * counts with every row that was committed in it.
 */
final class LagProbe implements AutoCloseable {

  private static final long RECHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How one store is probed. */
  interface Target extends AutoCloseable {

    /** How much later than one probe the next is committed. */
    Duration betweenCommits();

    /** How many probes it can tell apart: the {@code n}th is committed after {@code n - this}. */
    int mostUnseen();

    /**
     * Commits the {@code n}th probe, counted from 1.
     *
     * @return the {@link System#nanoTime} at which its transaction began
     */
    long commit(int n) throws Exception;

    /** Reads what {@link #shows} tells from, if that is the same for all probes. */
    default void look() throws Exception {}

    /** Whether a reader of the store sees the {@code n}th probe. Called by another thread. */
    boolean shows(int n) throws Exception;

    /** How long to wait between two looks: what the sample may be too long by. */
    Duration betweenLooks();

    @Override
    void close() throws Exception;
  }

  private final Target target;
  private final LagSamples samples = new LagSamples();

  /** When each was committed that has not been seen. */
  private final Map<Integer, Long> unseen = new ConcurrentSkipListMap<>();

  private final Thread commits;
  private final Thread looks;
  private volatile boolean committing = true;
  private volatile boolean looking = true;
  private volatile @Nullable Throwable failure;

  LagProbe(String store, Target target) {
    this.target = target;
    this.commits = started("probe-" + store, this::commit);
    this.looks = started("lag-" + store, this::look);
  }

  private Thread started(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                failure = e;
              }
            },
            name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((any, error) -> failure = error);
    thread.start();
    return thread;
  }

  /** What a thread does until it is told to stop. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  LagSamples samples() {
    return samples;
  }

  /** Why the probe ended before it was closed, null where it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  private void commit() throws Exception {
    long due = System.nanoTime();
    for (int n = 1; committing; n++) {
      while (committing && unseen.containsKey(n - target.mostUnseen())) {
        LockSupport.parkNanos(RECHECK_NANOS);
      }
      unseen.put(n, target.commit(n));
      due += target.betweenCommits().toNanos();
      while (committing && due > System.nanoTime()) {
        LockSupport.parkNanos(Math.min(due - System.nanoTime(), RECHECK_NANOS));
      }
    }
  }

  private void look() throws Exception {
    while (looking) {
      lookOnce();
      LockSupport.parkNanos(target.betweenLooks().toNanos());
    }
    lookOnce();
  }

  private void lookOnce() throws Exception {
    if (!unseen.isEmpty()) {
      target.look();
    }
    for (Map.Entry<Integer, Long> probe : unseen.entrySet()) {
      if (target.shows(probe.getKey())) {
        samples.add(probe.getValue(), System.nanoTime());
        unseen.remove(probe.getKey());
      }
    }
  }

  /** Commits no more, but goes on looking for what has been committed. */
  void stopCommitting() throws InterruptedException {
    committing = false;
    commits.join();
  }

  /** Looks once more. */
  @Override
  public void close() throws Exception {
    stopCommitting();
    looking = false;
    looks.join();
    target.close();
  }
}
