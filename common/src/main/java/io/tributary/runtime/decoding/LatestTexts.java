package io.tributary.runtime.decoding;

import java.util.LinkedHashMap;
import java.util.Map;

/** The latest different texts that were met, up to a number of them. */
final class LatestTexts {

  private final Map<String, Boolean> texts;

  LatestTexts(int most) {
    this.texts =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  /** Remembers a text, and forgets the one that was new longest ago; whether this one is new. */
  boolean add(String text) {
    return texts.put(text, true) == null;
  }

  void remove(String text) {
    texts.remove(text);
  }
}
