package io.tributary.rollup.logic;

import java.util.Set;

/**
 * A window of what a rollup keeps.
 *
 * @param definition all that decides about what is kept but the length of the window; the name of
 *     the feature does not
 * @param reach the window's length in milliseconds; tiles of a longer one hold those of a shorter
 * @param columns those that decide what a row amounts to, and for whom
 */
public record KeptWindow(String definition, long reach, Set<String> columns) {

  public KeptWindow {
    columns = Set.copyOf(columns);
  }
}
