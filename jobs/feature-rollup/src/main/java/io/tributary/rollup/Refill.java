package io.tributary.rollup;

import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.contrib.streaming.state.RocksDBKeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/** Tells of all entities again, some at a time, while they go on changing. */
final class Refill implements AutoCloseable {

  /** As many as are written in one go. */
  static final int BITE = 1_000;

  private final KeyedStateBackend<String> backend;
  private final Stream<String> stream;
  private final Iterator<String> keys;

  private Refill(KeyedStateBackend<String> backend, Stream<String> stream) {
    this.backend = backend;
    this.stream = stream;
    this.keys = stream.iterator();
  }

  /** RocksDB shows the keys as they are now; of those in memory a copy is made that does so. */
  static Refill of(KeyedStateBackend<String> backend, String state) {
    Stream<String> keys = backend.getKeys(state, VoidNamespace.INSTANCE);
    return new Refill(
        backend, backend instanceof RocksDBKeyedStateBackend ? keys : keys.toList().stream());
  }

  /**
   * Tells of some more.
   *
   * @return whether there are others
   */
  boolean bite(Entities entities) throws Exception {
    for (int i = 0; i < BITE && keys.hasNext(); i++) {
      String key = keys.next();
      backend.setCurrentKey(key);
      entities.emitAgain(key);
    }
    return keys.hasNext();
  }

  @Override
  public void close() {
    stream.close();
  }
}
