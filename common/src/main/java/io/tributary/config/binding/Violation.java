package io.tributary.config.binding;

import java.io.Serializable;

/**
 * One thing that is wrong with the file.
 *
 * @param path where, for example {@code rollups.user_engagement.features.clicks.over[2]}; empty for
 *     the file as a whole
 * @param line the line in the file, from 1; 0 where there is none
 * @param problem what is wrong, for example {@code "7 days" is not a duration}
 * @param remedy what would be right
 */
public record Violation(String path, int line, String problem, String remedy)
    implements Serializable {

  /** One line for people: {@code line 12: rollups.r.emit-every: "x" is not …; write …}. */
  @Override
  public String toString() {
    return (line > 0 ? "line " + line + ": " : "")
        + (path.isEmpty() ? "" : path + ": ")
        + problem
        + "; "
        + remedy;
  }
}
