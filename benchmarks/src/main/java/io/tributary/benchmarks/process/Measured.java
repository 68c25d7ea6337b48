package io.tributary.benchmarks.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What source and sink of a job share with the process that measures it; both run in it. One job at
 * a time.
 */
public final class Measured {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** The part of the messages with which a run only warms up and fills its state. */
  private static final double UNCOUNTED = 0.3;

  private static final long LAST_PAUSE_MILLIS = 1_000;
  private static final long IDLE_NANOS = 100_000;

  private static volatile @Nullable MessageFile messages;
  private static volatile long startNanos;
  private static volatile long startCpuNanos;

  /** Opens when the source has handed out the last message; null where it ends with that one. */
  private static volatile @Nullable CountDownLatch afterLast;

  /** The rows that the job leaves, by id; null where they are not asked for. */
  private static volatile @Nullable Map<Long, String> rows;

  private Measured() {}

  public static void open(Path file) {
    messages = MessageFile.open(file);
  }

  public static MessageFile messages() {
    MessageFile opened = messages;
    if (opened == null) {
      throw new IllegalStateException("no messages have been opened");
    }
    return opened;
  }

  /** The numbers that a source counts through: those of the messages, and others if it goes on. */
  static long lastNumber() {
    return afterLast == null ? messages().messages() - 1L : Long.MAX_VALUE;
  }

  /** Has sources go on without messages after the last, until their job is cancelled. */
  static CountDownLatch goOnAfterLast() {
    CountDownLatch latch = new CountDownLatch(1);
    afterLast = latch;
    return latch;
  }

  static void endWithLast() {
    afterLast = null;
  }

  /** Whether a message has the number. Where none has, there is time for other threads. */
  static boolean isMessage(long number) {
    if (number < messages().messages()) {
      return true;
    }
    CountDownLatch latch = afterLast;
    if (latch != null) {
      latch.countDown();
    }
    LockSupport.parkNanos(IDLE_NANOS);
    return false;
  }

  private static long uncounted() {
    return (long) (messages().messages() * UNCOUNTED);
  }

  /** How many messages there are from the start of the clocks on. */
  static long counted() {
    return messages().messages() - uncounted();
  }

  /**
   * Called by the source before each message. Where final rows are collected, there is time before
   * the last message for the clock of those before it to reach everybody.
   */
  public static void beforeMessage(long number) {
    if (number == uncounted()) {
      startCpuNanos = SYSTEM.getProcessCpuTime();
      startNanos = System.nanoTime();
    }
    if (rows != null && number == messages().messages() - 2L) {
      try {
        Thread.sleep(LAST_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static long elapsedNanos() {
    return System.nanoTime() - startNanos;
  }

  /** Of all threads: RocksDB's and the collector's, too. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime() - startCpuNanos;
  }

  static void collectRows(boolean collect) {
    rows = collect ? new HashMap<>() : null;
  }

  public static @Nullable Map<Long, String> rows() {
    return rows;
  }
}
