package io.tributary.rollup.redis;

import io.tributary.rollup.store.FeatureUpdate;
import java.util.Map;

/**
 * The values that a session has written last of each entity, as far as it remembers. Only a hint:
 * what is forgotten is written once more, and {@link FeatureScripts#TOUCH} finds out mistakes.
 */
final class WrittenValues {

  /** Half a megabyte, for the entities that change most. */
  private static final int SLOTS = 1 << 16;

  private static final long PRIME = 0x100000001b3L;

  private final long[] written = new long[SLOTS];

  /** Whether these are the values that were last written for the entity. */
  boolean has(FeatureHash hash) {
    return hash.hasValues() && written[slot(hash.update())] == mark(hash);
  }

  /** Remembers what Redis holds now, or that nobody knows. */
  void note(FeatureHash hash, boolean isHeld) {
    written[slot(hash.update())] = isHeld && hash.hasValues() ? mark(hash) : 0;
  }

  private static int slot(FeatureUpdate update) {
    int hash = hash(update);
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }

  private static long mark(FeatureHash hash) {
    return hash.digest() ^ hash(hash.update()) * PRIME;
  }

  private static int hash(FeatureUpdate update) {
    return update.rollup().hashCode() * 31 + update.entity().text().hashCode();
  }

  /** FNV-1a of fields and values, with all bits mixed by the finalizer of MurmurHash3. */
  static long digest(Map<String, String> values) {
    long hash = 0xcbf29ce484222325L;
    for (Map.Entry<String, String> value : values.entrySet()) {
      hash = (hash ^ value.getKey().hashCode()) * PRIME;
      String text = value.getValue();
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * PRIME;
      }
      hash = (hash ^ -1) * PRIME;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
