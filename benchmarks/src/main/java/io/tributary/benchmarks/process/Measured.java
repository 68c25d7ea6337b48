package io.tributary.benchmarks.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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

  private static volatile @Nullable MessageFile messages;
  private static volatile long startNanos;
  private static volatile long startCpuNanos;

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
