package io.tributary.config;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * What to show instead of the texts that placeholders had a part in.
 *
 * @param shownFor by the whole text, such as {@code rediss://tributary:***@redis} for the real URL
 */
record Masks(Map<String, String> shownFor) implements Serializable {

  /** Also for addresses, which mask passwords of their own accord. */
  static Masks of(Map<String, String> shownFor) {
    Map<String, String> all = new HashMap<>(shownFor);
    shownFor.forEach(
        (text, shown) ->
            all.put(new ConnectionUrl(text).toString(), new ConnectionUrl(shown).toString()));
    return new Masks(Map.copyOf(all));
  }

  @Override
  public String toString() {
    return shownFor.values().toString();
  }
}
