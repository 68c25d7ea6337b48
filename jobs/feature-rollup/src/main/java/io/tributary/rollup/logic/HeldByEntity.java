package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.Held;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the windows of one result, and then of others, hold of an entity. */
final class HeldByEntity implements Held {

  private final SeriesTiles series;
  private final long clock;
  private final Aggregate[] totals = new Aggregate[Result.MOST_SOURCES];
  private List<Result.Source> sources = List.of();

  HeldByEntity(SeriesTiles series, long clock) {
    this.series = series;
    this.clock = clock;
  }

  /**
   * Turns to a result.
   *
   * @return whether rows count for it
   */
  boolean turnTo(List<Result.Source> others) {
    sources = others;
    boolean hasRows = false;
    for (int i = 0; i < sources.size(); i++) {
      Result.Source source = sources.get(i);
      Series of = source.series();
      TileSeries tiles = series.at(source.place());
      totals[i] = tiles == null ? of.aggregate().zero() : tiles.total(of, source.window(), clock);
      hasRows |= totals[i].rows() != 0;
    }
    return hasRows;
  }

  @Override
  public Aggregate total(int window) {
    return totals[window];
  }

  @Override
  public double decayed(ToDoubleFunction<Aggregate> amount) {
    Result.Source source = sources.get(0);
    TileSeries tiles = series.at(source.place());
    return tiles == null ? 0 : tiles.decayed(source.series(), source.window(), clock, amount);
  }
}
