package io.tributary.runtime.ledger;

import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.contrib.streaming.state.RocksDBKeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.TestableKeyedStateBackend;

/** A walk over much, some at a time, while other work is done in between. */
final class Walk<T> implements AutoCloseable {

  /** As many as a step takes between two records. */
  static final int BITE = 1_000;

  /** What is done with each. */
  @FunctionalInterface
  interface Visit<T> {
    void to(T each) throws Exception;
  }

  private final Stream<T> stream;
  private final Iterator<T> all;

  /**
   * What a backend has, as it is when a walk comes by it: RocksDB shows its state so, also behind a
   * changelog; of state in memory a copy is made.
   */
  static <T> Stream<T> lasting(KeyedStateBackend<?> backend, Stream<T> all) {
    KeyedStateBackend<?> own =
        backend instanceof TestableKeyedStateBackend<?> outer
            ? outer.getDelegatedKeyedStateBackend(true)
            : backend;
    return own instanceof RocksDBKeyedStateBackend ? all : all.toList().stream();
  }

  Walk(Stream<T> stream) {
    this.stream = stream;
    this.all = stream.iterator();
  }

  /**
   * Goes on for {@link #BITE} of them.
   *
   * @return whether there are others
   */
  boolean goOn(Visit<T> visit) throws Exception {
    for (int i = 0; i < BITE && all.hasNext(); i++) {
      visit.to(all.next());
    }
    return all.hasNext();
  }

  @Override
  public void close() {
    stream.close();
  }
}
