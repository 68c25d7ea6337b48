package io.tributary.benchmarks.ledger;

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
final class Measured {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static volatile @Nullable MessageFile messages;
  private static volatile long startNanos;
  private static volatile long startCpuNanos;

  /** The rows that the job leaves, by id; null where they are not asked for. */
  private static volatile @Nullable Map<Long, String> rows;

  private Measured() {}

  static void open(Path file) {
    messages = MessageFile.open(file);
  }

  static MessageFile messages() {
    MessageFile opened = messages;
    if (opened == null) {
      throw new IllegalStateException("no messages have been opened");
    }
    return opened;
  }

  /** Called by the source before its first message. */
  static void started() {
    startCpuNanos = SYSTEM.getProcessCpuTime();
    startNanos = System.nanoTime();
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

  static @Nullable Map<Long, String> rows() {
    return rows;
  }
}
