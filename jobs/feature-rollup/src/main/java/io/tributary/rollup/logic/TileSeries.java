package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.AggregateKind;
import io.tributary.rollup.logic.aggregate.Held;
import io.tributary.rollup.logic.aggregate.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

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

  TileSeries copy() {
    TileSeries copy = new TileSeries(settled.kind());
    copy.settled = settled;
    copy.tiles.putAll(tiles);
    return copy;
  }

  boolean isEmpty() {
    return tiles.isEmpty() && settled.isZero();
  }

  /** Adds an amount at a moment; what lies before every window leaves no trace. */
  void add(Series series, long eventTime, Aggregate amount, long clock) {
    long start = series.tileOf(eventTime);
    if (series.isLifetime() && start <= clock) {
      settled = settled.plus(amount).capped(series.measure().cap());
    } else if (!isPast(series, start, clock)) {
      Aggregate known = tiles.get(start);
      put(start, (known == null ? amount : known.plus(amount)).capped(series.measure().cap()));
    }
  }

  private static boolean isPast(Series series, long start, long clock) {
    return !series.isLifetime()
        && (start == Rollup.LONG_AGO || start + series.keptMillis() <= clock);
  }

  /** What amounts to nothing is not kept. */
  private void put(long start, Aggregate amount) {
    if (amount.isZero()) {
      tiles.remove(start);
    } else {
      tiles.put(start, amount);
    }
  }

  /** Moves the clock; true if a tile came into a window or left one. */
  boolean advance(Series series, long from, long to) {
    if (nextBoundary(series, from) > to) {
      return false;
    }
    while (!tiles.isEmpty() && series.isLifetime() && tiles.firstKey() <= to) {
      Aggregate started = tiles.pollFirstEntry().getValue();
      settled = settled.plus(started).capped(series.measure().cap());
    }
    while (!tiles.isEmpty() && isPast(series, tiles.firstKey(), to)) {
      tiles.pollFirstEntry();
    }
    return true;
  }

  /** The first moment after the clock's at which what a window holds, or its weight, changes. */
  long nextBoundary(Series series, long clock) {
    Long ahead = tiles.higherKey(clock);
    long next = ahead == null ? NEVER : ahead;
    if (series.isLifetime()) {
      return next;
    }
    for (FeatureWindow window : series.windows()) {
      long kept = series.tileMillis() + window.millis();
      Long oldest = tiles.higherKey(before(clock, kept));
      if (oldest != null) {
        next = Math.min(next, oldest + kept);
        if (window.decays() && oldest <= clock) {
          next = Math.min(next, series.tileOf(clock) + series.tileMillis());
        }
      }
    }
    return next;
  }

  /** What the window holds at the clock's moment. */
  Aggregate total(Series series, FeatureWindow window, long clock) {
    if (window.isLifetime()) {
      return settled;
    }
    Aggregate[] held = within(series, window, clock).values().toArray(new Aggregate[0]);
    return held.length == 0 ? series.aggregate().zero() : total(held, 0, held.length);
  }

  /** By halves, so that the sums on the way to a large one are few. */
  private static Aggregate total(Aggregate[] held, int from, int to) {
    int middle = (from + to) >>> 1;
    return to - from == 1 ? held[from] : total(held, from, middle).plus(total(held, middle, to));
  }

  /** What a window that decays holds, each tile weighed by its age; see {@link Held#decayed}. */
  double decayed(
      Series series, FeatureWindow window, long clock, ToDoubleFunction<Aggregate> amount) {
    double total = 0;
    for (Map.Entry<Long, Aggregate> tile : within(series, window, clock).entrySet()) {
      double age = series.tileOf(clock) - tile.getKey();
      total += amount.applyAsDouble(tile.getValue()) * Math.pow(2, -age / window.halfLifeMillis());
    }
    return total;
  }

  private NavigableMap<Long, Aggregate> within(Series series, FeatureWindow window, long clock) {
    long oldest = before(clock, series.tileMillis() + window.millis());
    return tiles.subMap(oldest, false, Math.max(oldest, clock), true);
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
