package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.Function;
import io.tributary.rollup.logic.aggregate.Held;
import io.tributary.rollup.logic.aggregate.Shown;
import java.io.Serializable;
import java.util.List;

/**
 * One value of an entity: a feature over one window.
 *
 * @param field {@code clicks_5m}
 * @param sources what it is computed from
 */
record Result(String field, Function function, List<Source> sources) implements Serializable {

  /** A ratio has as many. */
  static final int MOST_SOURCES = 2;

  /**
   * A window of a series.
   *
   * @param place where the series stands among the rollup's
   */
  record Source(Series series, int place, FeatureWindow window) implements Serializable {}

  /** Whether all that it is computed from is there since a generation, or longer. */
  boolean isThereSince(int generation) {
    return sources.stream().allMatch(source -> source.series().born() <= generation);
  }

  /** The value of what its windows hold; one that is too long is not shown. */
  Shown shown(Held held) {
    Shown shown = function.shown(held);
    String json = shown.json();
    return json == null || json.length() <= Aggregate.roomBytes(cap()) ? shown : Shown.BEYOND_CAP;
  }

  private int cap() {
    return sources.get(0).series().measure().cap();
  }

  /** What is shown, but for the name of the rollup. */
  String shown() {
    StringBuilder shown = new StringBuilder(field).append(' ').append(function);
    for (Source source : sources) {
      shown.append(' ').append(source.series().id()).append(' ').append(source.window());
    }
    return shown.toString();
  }

  Result {
    sources = List.copyOf(sources);
  }
}
