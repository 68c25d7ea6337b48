package io.tributary.rollup.entities;

import java.io.Serializable;
import java.util.List;

/**
 * "Of this rollup I emit entities without these fields, as not every row is in them yet." It is so
 * for what is written once time has passed a moment.
 *
 * @param rollup {@code user_engagement}
 * @param commaSeparated {@code clicks_1h,clicks_1d}; no field has a comma
 * @param since the database time, milliseconds, that has to have passed
 * @param subtask who says it, from 0
 * @param subtasks how many there are
 */
public record Unfilled(String rollup, String commaSeparated, long since, int subtask, int subtasks)
    implements Serializable {

  public Unfilled(String rollup, List<String> fields, long since, int subtask, int subtasks) {
    this(rollup, String.join(",", fields), since, subtask, subtasks);
  }

  public List<String> fields() {
    return commaSeparated.isEmpty() ? List.of() : List.of(commaSeparated.split(","));
  }
}
