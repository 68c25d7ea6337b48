package io.tributary.rollup.logic;

import java.io.Serializable;
import java.util.List;

/**
 * The tiles of one length that a measure is kept in, and the windows made of them.
 *
 * @param id names the series in saved state, see {@link Measure}
 * @param windows those with tiles of this length, shortest first; {@code lifetime} has a series of
 *     its own
 */
record Series(int id, String definition, Measure measure, List<FeatureWindow> windows)
    implements Serializable {

  Series {
    windows = List.copyOf(windows);
  }

  AggregateKind aggregate() {
    return measure.kept().kind();
  }

  boolean isLifetime() {
    return windows.get(0).isLifetime();
  }

  long tileMillis() {
    return windows.get(0).tileMillis();
  }

  /** How long after its start a tile is of use to any window. */
  long keptMillis() {
    return tileMillis() + windows.get(windows.size() - 1).millis();
  }

  /** The start of the tile that holds a moment. */
  long tileOf(long eventTime) {
    return eventTime == Rollup.LONG_AGO
        ? eventTime
        : Math.floorDiv(eventTime, tileMillis()) * tileMillis();
  }
}
