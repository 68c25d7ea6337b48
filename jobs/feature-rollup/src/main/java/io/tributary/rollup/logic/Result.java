package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Function;
import java.io.Serializable;
import java.util.List;

/**
 * One value of an entity: a feature over one window.
 *
 * @param field {@code clicks_5m}
 * @param sources what it is computed from
 */
record Result(String field, Function function, List<Source> sources) implements Serializable {

  /** A window of a series. */
  record Source(Series series, FeatureWindow window) implements Serializable {}

  Result {
    sources = List.copyOf(sources);
  }
}
