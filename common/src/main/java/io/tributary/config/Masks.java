package io.tributary.config;

import java.io.Serializable;
import java.util.Map;

/**
 * What to show instead of the texts that placeholders had a part in.
 *
 * @param shownFor by the whole text, such as {@code rediss://tributary:***@redis} for the real URL
 */
record Masks(Map<String, String> shownFor) implements Serializable {

  @Override
  public String toString() {
    return shownFor.values().toString();
  }
}
