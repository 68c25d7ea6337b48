package io.tributary.rollup.logic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of one entity and one {@link Series}, which every method is told. A tile belongs to a
 * window from its start until it ends plus the window's length; it is kept from its first row, be
 * that ahead of its time, until it has left every window. {@code lifetime} folds tiles that have
 * started into one amount and keeps only those that are still ahead.
 */
final class TileSeries {

  /** No boundary lies ahead. */
  static final long NEVER = Long.MAX_VALUE;

  private final NavigableMap<Long, Aggregate> tiles = new TreeMap<>();
  private Aggregate settled;

  TileSeries(AggregateKind aggregate) {
    settled = aggregate.zero();
  }

  boolean isEmpty() {
    return tiles.isEmpty() && settled.isZero();
  }

  /** Adds an amount at a moment; what lies before every window leaves no trace. */
  void add(Series series, long eventTime, Aggregate amount, long clock) {
    long start = series.tileOf(eventTime);
    if (series.isLifetime() && start <= clock) {
      settled = settled.plus(amount);
    } else if (!isPast(series, start, clock)) {
      tiles.merge(start, amount, TileSeries::sum);
    }
  }

  private static boolean isPast(Series series, long start, long clock) {
    return !series.isLifetime()
        && (start == Rollup.LONG_AGO || start + series.keptMillis() <= clock);
  }

  /** A map's merging function: what amounts to nothing is not kept. */
  private static @Nullable Aggregate sum(Aggregate one, Aggregate other) {
    Aggregate sum = one.plus(other);
    return sum.isZero() ? null : sum;
  }

  /** Moves the clock; true if a tile came into a window or left one. */
  boolean advance(Series series, long from, long to) {
    if (nextBoundary(series, from) > to) {
      return false;
    }
    while (!tiles.isEmpty() && series.isLifetime() && tiles.firstKey() <= to) {
      settled = settled.plus(tiles.pollFirstEntry().getValue());
    }
    while (!tiles.isEmpty() && isPast(series, tiles.firstKey(), to)) {
      tiles.pollFirstEntry();
    }
    return true;
  }

  /** The first moment after the clock's at which a tile comes into a window or leaves one. */
  long nextBoundary(Series series, long clock) {
    Long ahead = tiles.higherKey(clock);
    long next = ahead == null ? NEVER : ahead;
    if (series.isLifetime()) {
      return next;
    }
    for (Series.Result result : series.results()) {
      long kept = series.tileMillis() + result.window().millis();
      Long leaving = tiles.higherKey(before(clock, kept));
      if (leaving != null) {
        next = Math.min(next, leaving + kept);
      }
    }
    return next;
  }

  /** What the window holds at the clock's moment. */
  Aggregate total(Series series, FeatureWindow window, long clock) {
    if (window.isLifetime()) {
      return settled;
    }
    Aggregate total = series.aggregate().zero();
    long oldest = before(clock, series.tileMillis() + window.millis());
    for (Aggregate amount : tiles.subMap(oldest, false, Math.max(oldest, clock), true).values()) {
      total = total.plus(amount);
    }
    return total;
  }

  /** A clock that has not been set stays where it is. */
  private static long before(long clock, long millis) {
    return clock == EntityState.UNSET ? clock : clock - millis;
  }

  /** Writes what {@link #read} reads; tiles start on whole seconds. */
  void write(DataOutput out) throws IOException {
    boolean hasSettled = !settled.isZero();
    out.writeByte(settled.kind().tag());
    Packed.writeUnsigned(tiles.size() * 2L + (hasSettled ? 1 : 0), out);
    if (hasSettled) {
      settled.write(out);
    }
    long previous = 0;
    for (Map.Entry<Long, Aggregate> tile : tiles.entrySet()) {
      long second = tile.getKey() / 1000;
      Packed.writeSigned(second - previous, out);
      tile.getValue().write(out);
      previous = second;
    }
  }

  static TileSeries read(DataInput in) throws IOException {
    AggregateKind kind = AggregateKind.ofTag(in.readByte());
    TileSeries series = new TileSeries(kind);
    long sizes = Packed.readUnsigned(in);
    if ((sizes & 1) != 0) {
      series.settled = kind.read(in);
    }
    long second = 0;
    for (long i = 0; i < sizes / 2; i++) {
      second += Packed.readSigned(in);
      series.tiles.put(second * 1000, kind.read(in));
    }
    return series;
  }
}
