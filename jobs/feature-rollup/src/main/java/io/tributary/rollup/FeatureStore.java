package io.tributary.rollup;

import java.io.Serializable;
import java.util.Collection;

/** Where features are kept. */
public interface FeatureStore extends Serializable {

  /** One subtask's way to write. */
  Session open();

  /** For one thread. */
  interface Session extends AutoCloseable {

    /**
     * Writes updates of different entities and returns once each is kept, or a newer one was
     * already.
     *
     * @return how many were older than what the store has
     */
    int write(Collection<FeatureUpdate> updates);

    @Override
    void close();
  }
}
