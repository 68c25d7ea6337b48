package io.tributary.runtime.ledger;

import io.tributary.ledger.packed.PackedKey;
import java.util.stream.Stream;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a subtask's lanes. One lane is selected at a time, and all of its group with it.
 */
interface Rows {

  /** The entry of a row, which is read when it is asked for. */
  @FunctionalInterface
  interface Entry {
    StoredEntry read() throws Exception;
  }

  /** Says of a row whether it shall stay. */
  @FunctionalInterface
  interface Verdict {
    boolean keeps(PackedKey lane, Entry entry) throws Exception;
  }

  /**
   * In memory side by side, elsewhere in pages.
   *
   * @param bytes of heap for pages
   */
  static Rows of(KeyedStateBackend<Integer> backend, LaneGroups groups, long bytes)
      throws Exception {
    return backend instanceof HeapKeyedStateBackend<Integer> heap
        ? new PackedRows(heap)
        : new PagedRows(backend, groups, bytes);
  }

  /** The name of their form in state; permanent. */
  String form();

  /** Selects a lane of the group that is Flink's current key. */
  void select(PackedKey lane) throws Exception;

  /** The entry of the lane that is selected. */
  @Nullable StoredEntry value() throws Exception;

  void update(StoredEntry entry) throws Exception;

  void clear() throws Exception;

  /** A snapshot is about to be taken of what has been written. */
  default void beforeSnapshot() throws Exception {}

  /**
   * Has the lane that is selected looked at once the database's clock has come to a moment, or
   * later.
   */
  void lookAt(long millis, InternalTimerService<PackedKey> timers);

  /** Has those of what a timer was set for judged, and removes those that shall not stay. */
  void expire(PackedKey lane, Verdict verdict) throws Exception;

  /** Passes by all rows, and removes those that shall not stay. */
  void retain(Verdict verdict) throws Exception;

  /** The lanes with the key of their group: those that are there now, and go on to be. */
  Stream<Tuple2<Integer, PackedKey>> lanes() throws Exception;
}
