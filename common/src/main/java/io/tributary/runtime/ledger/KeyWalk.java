package io.tributary.runtime.ledger;

import java.util.stream.Stream;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/**
 * A walk over all keys of a state, some at a time, while the state goes on changing. It comes by
 * every key that was there when it began and has not been removed.
 */
public final class KeyWalk implements AutoCloseable {

  /** As many keys as a step takes between two records. */
  public static final int BITE = Walk.BITE;

  /** What is done with a key, which is set. */
  @FunctionalInterface
  public interface Visit {
    void to(String key) throws Exception;
  }

  private final KeyedStateBackend<String> backend;
  private final Walk<String> keys;

  private KeyWalk(KeyedStateBackend<String> backend, Stream<String> keys) {
    this.backend = backend;
    this.keys = new Walk<>(keys);
  }

  public static KeyWalk of(KeyedStateBackend<String> backend, String state) {
    return new KeyWalk(
        backend, Walk.lasting(backend, backend.getKeys(state, VoidNamespace.INSTANCE)));
  }

  /**
   * Goes on for {@link #BITE} keys.
   *
   * @return whether there are others
   */
  public boolean goOn(Visit visit) throws Exception {
    return keys.goOn(
        key -> {
          backend.setCurrentKey(key);
          visit.to(key);
        });
  }

  @Override
  public void close() {
    keys.close();
  }
}
