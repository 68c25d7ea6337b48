package io.tributary.rollup.store;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;

/** Where features are kept. */
public interface FeatureStore extends Serializable {

  /**
   * How long, in database time, an entity's number of contributions is remembered after its last
   * row has left, by the job and by the store: longer than a replay is expected to reach back, for
   * during one the number keeps the entity from appearing again.
   */
  Duration MEMORY = Duration.ofDays(7);

  /**
   * One subtask's way to write. From its first write on, what earlier attempts write to the same
   * entities is refused.
   *
   * @throws IllegalStateException if a later attempt has begun; writes then throw it, too
   */
  Session open(Attempt attempt);

  /**
   * Whether the store has all that a rebuild wrote and was acknowledged. Where it has not, its
   * features count as stale until it reports otherwise.
   */
  boolean isComplete(long epoch);

  /**
   * What has become of updates that were written.
   *
   * @param refused how many were older than what the store has
   * @param unchanged how many had the values that the store had, with an older version
   */
  record Written(int refused, int unchanged) {
    /** All were written. */
    public static final Written NOTHING = new Written(0, 0);
  }

  /** For one thread. */
  interface Session extends AutoCloseable {

    /**
     * Writes updates of different entities and returns once each is kept, or a newer one was
     * already.
     */
    Written write(Collection<FeatureUpdate> updates);

    /**
     * Makes sure that what was acknowledged has not got lost since the session began.
     *
     * @throws FeaturesLostException if it may have; {@link #isComplete} then says so, too
     */
    void confirm();

    @Override
    void close();
  }
}
