package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.AggregateKind;
import java.io.Serializable;
import java.util.List;

/**
 * The tiles of one length that a measure is kept in, and the windows made of them.
 *
 * @param id names the series in saved state, see {@link Measure}
 * @param windows those with tiles of this length, shortest first; {@code lifetime} has a series of
 *     its own
 * @param keptMillis how long after its start a tile is of use to any window
 */
record Series(
    int id,
    String definition,
    Measure measure,
    List<FeatureWindow> windows,
    boolean isLifetime,
    long tileMillis,
    long keptMillis)
    implements Serializable {

  Series {
    windows = List.copyOf(windows);
  }

  /** With what follows from the windows, which rows ask for all the time. */
  Series(int id, String definition, Measure measure, List<FeatureWindow> windows) {
    this(
        id,
        definition,
        measure,
        windows,
        windows.get(0).isLifetime(),
        windows.get(0).tileMillis(),
        windows.get(0).tileMillis() + windows.get(windows.size() - 1).millis());
  }

  AggregateKind aggregate() {
    return measure.kept().kind();
  }

  /** The start of the tile that holds a moment. */
  long tileOf(long eventTime) {
    return eventTime == Rollup.LONG_AGO
        ? eventTime
        : Math.floorDiv(eventTime, tileMillis) * tileMillis;
  }
}
