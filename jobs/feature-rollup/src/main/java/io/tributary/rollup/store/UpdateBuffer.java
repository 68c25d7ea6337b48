package io.tributary.rollup.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The latest update of each entity of one rollup, until it is time to write them. */
final class UpdateBuffer {

  private static final int MOST_UPDATES = 1_000;
  private static final long MOST_CHARACTERS = 16L << 20;

  private final long emitEveryMillis;
  private final Map<String, FeatureUpdate> latest = new LinkedHashMap<>();
  private long characters;
  private long due;
  private long watermark;

  UpdateBuffer(long emitEveryMillis) {
    this.emitEveryMillis = emitEveryMillis;
  }

  long emitEveryMillis() {
    return emitEveryMillis;
  }

  /**
   * Prepares for the first of the next updates.
   *
   * @param newDue the processing time at which they are to be written
   * @param currentWatermark the last that came before them
   */
  void begin(long newDue, long currentWatermark) {
    due = newDue;
    watermark = currentWatermark;
  }

  /**
   * Whether an update can be put in an earlier one's place. After an entity has been forgotten its
   * versions start over, so Redis has to get the end before it gets the new beginning.
   */
  boolean takes(FeatureUpdate update) {
    FeatureUpdate earlier = latest.get(update.entity().text());
    return earlier == null || earlier.change() != FeatureUpdate.Change.FORGOTTEN;
  }

  /** Puts an update in the place of an earlier one of its entity. */
  void add(FeatureUpdate update) {
    latest.put(update.entity().text(), update);
    characters += update.characters();
  }

  /** Whether so much waits, or was given to wait, that it is to be written now. */
  boolean isFull() {
    return latest.size() >= MOST_UPDATES || characters >= MOST_CHARACTERS;
  }

  boolean isDue(long now) {
    return !latest.isEmpty() && now >= due;
  }

  boolean isEmpty() {
    return latest.isEmpty();
  }

  int size() {
    return latest.size();
  }

  Collection<FeatureUpdate> updates() {
    return latest.values();
  }

  void clear() {
    latest.clear();
    characters = 0;
  }

  /** The watermark before which nothing waits here. */
  long doneUpTo(long currentWatermark) {
    return latest.isEmpty() ? currentWatermark : watermark;
  }
}
