package io.tributary.testing;

import io.tributary.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Partitions of records in memory that readers in other threads can wait on. */
final class RecordLog {

  private static final Map<String, RecordLog> LOGS = new ConcurrentHashMap<>();

  private final List<List<RawRecord>> partitions = new ArrayList<>();
  private CompletableFuture<Void> changed = new CompletableFuture<>();
  private boolean ended;

  private RecordLog(int partitions) {
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new ArrayList<>());
    }
  }

  static RecordLog create(String name, int partitions) {
    RecordLog log = new RecordLog(partitions);
    LOGS.put(name, log);
    return log;
  }

  static RecordLog named(String name) {
    RecordLog log = LOGS.get(name);
    if (log == null) {
      throw new IllegalStateException("no record log " + name + " in this JVM");
    }
    return log;
  }

  synchronized int partitions() {
    return partitions.size();
  }

  synchronized int size(int partition) {
    return partitions.get(partition).size();
  }

  synchronized void append(int partition, RawRecord record) {
    partitions.get(partition).add(record);
    wakeReaders();
  }

  synchronized void end() {
    ended = true;
    wakeReaders();
  }

  /** The record at an offset, null where there is none yet. */
  synchronized @Nullable RawRecord read(int partition, int offset) {
    List<RawRecord> records = partitions.get(partition);
    return offset < records.size() ? records.get(offset) : null;
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Completes at the next change after this call. */
  synchronized CompletableFuture<Void> nextChange() {
    return changed;
  }

  private void wakeReaders() {
    CompletableFuture<Void> before = changed;
    changed = new CompletableFuture<>();
    before.complete(null);
  }
}
