package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.Held;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the windows of one result hold of an entity. */
final class HeldByEntity implements Held {

  private final SeriesTiles series;
  private final long clock;
  private final List<Result.Source> sources;
  private final Aggregate[] totals;

  HeldByEntity(SeriesTiles series, long clock, List<Result.Source> sources) {
    this.series = series;
    this.clock = clock;
    this.sources = sources;
    this.totals = new Aggregate[sources.size()];
    for (int i = 0; i < totals.length; i++) {
      Series of = sources.get(i).series();
      TileSeries tiles = series.of(of);
      totals[i] =
          tiles == null ? of.aggregate().zero() : tiles.total(of, sources.get(i).window(), clock);
    }
  }

  boolean hasRows() {
    for (Aggregate total : totals) {
      if (total.rows() != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Aggregate total(int window) {
    return totals[window];
  }

  @Override
  public double decayed(ToDoubleFunction<Aggregate> amount) {
    Result.Source source = sources.get(0);
    Series of = source.series();
    TileSeries tiles = series.of(of);
    return tiles == null ? 0 : tiles.decayed(of, source.window(), clock, amount);
  }
}
