package io.tributary.rollup.logic;

import java.io.Serializable;
import java.util.List;

/**
 * The tiles of one length that a measure is kept in, and the results computed from them.
 *
 * @param id names the series in saved state, see {@link Measure}
 * @param results those whose windows have tiles of this length, shortest first; {@code lifetime}
 *     has a series of its own
 */
record Series(
    int id, String definition, AggregateKind aggregate, Measure measure, List<Result> results)
    implements Serializable {

  /** One value to compute: a field's name and the window it is over. */
  record Result(String field, FeatureWindow window) implements Serializable {}

  Series {
    results = List.copyOf(results);
  }

  boolean isLifetime() {
    return results.get(0).window().isLifetime();
  }

  long tileMillis() {
    return results.get(0).window().tileMillis();
  }

  /** How long after its start a tile is of use to any window. */
  long keptMillis() {
    return tileMillis() + results.get(results.size() - 1).window().millis();
  }

  /** The start of the tile that holds a moment. */
  long tileOf(long eventTime) {
    return eventTime == Rollup.LONG_AGO
        ? eventTime
        : Math.floorDiv(eventTime, tileMillis()) * tileMillis();
  }
}
