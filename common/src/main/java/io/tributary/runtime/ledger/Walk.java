package io.tributary.runtime.ledger;

import java.util.Iterator;
import java.util.stream.Stream;

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
