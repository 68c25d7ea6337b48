package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.AggregateKind;
import io.tributary.rollup.logic.aggregate.Held;
import io.tributary.rollup.logic.aggregate.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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

  private final Tiles tiles;
  private Aggregate settled;

  TileSeries(AggregateKind aggregate) {
    this(new Tiles(), aggregate.zero());
  }

  private TileSeries(Tiles tiles, Aggregate settled) {
    this.tiles = tiles;
    this.settled = settled;
  }

  TileSeries copy() {
    return new TileSeries(tiles.copy(), settled);
  }

  /** Roughly how many bytes of memory it takes. */
  long footprint() {
    long bytes = 150 + footprint(settled);
    for (int i = 0; i < tiles.size(); i++) {
      bytes += 16 + footprint(tiles.amount(i));
    }
    return bytes;
  }

  private static long footprint(Aggregate amount) {
    return 50 + 50L * amount.size();
  }

  boolean isEmpty() {
    return tiles.size() == 0 && settled.isZero();
  }

  /**
   * Adds an amount at a moment; what lies before every window leaves no trace.
   *
   * @return whether that may have changed the {@link #nextBoundary}
   */
  boolean add(Series series, long eventTime, Aggregate amount, long clock) {
    long start = series.tileOf(eventTime);
    if (series.isLifetime() && start <= clock) {
      settled = settled.plus(amount).capped(series.measure().cap());
      return false;
    }
    boolean counts = !isPast(series, start, clock);
    if (counts) {
      tiles.add(start, amount, series.measure().cap());
    }
    return counts;
  }

  private static boolean isPast(Series series, long start, long clock) {
    return !series.isLifetime()
        && (start == Rollup.LONG_AGO || start + series.keptMillis() <= clock);
  }

  /** Moves the clock; true if a tile came into a window or left one. */
  boolean advance(Series series, long from, long to) {
    if (nextBoundary(series, from) > to) {
      return false;
    }
    int gone = 0;
    if (series.isLifetime()) {
      for (; gone < tiles.size() && tiles.start(gone) <= to; gone++) {
        settled = settled.plus(tiles.amount(gone)).capped(series.measure().cap());
      }
    } else {
      while (gone < tiles.size() && isPast(series, tiles.start(gone), to)) {
        gone++;
      }
    }
    tiles.remove(0, gone);
    return true;
  }

  /** The first moment after the clock's at which what a window holds, or its weight, changes. */
  long nextBoundary(Series series, long clock) {
    int started = tiles.upTo(clock);
    long next = started == tiles.size() ? NEVER : tiles.start(started);
    if (series.isLifetime()) {
      return next;
    }
    for (FeatureWindow window : series.windows()) {
      long kept = series.tileMillis() + window.millis();
      int oldest = oldest(series, window, clock);
      if (oldest < tiles.size()) {
        next = Math.min(next, tiles.start(oldest) + kept);
        if (window.decays() && oldest < started) {
          next = Math.min(next, series.tileOf(clock) + series.tileMillis());
        }
      }
    }
    return next;
  }

  /** What the window holds at the clock's moment. */
  Aggregate total(Series series, FeatureWindow window, long clock) {
    return window.isLifetime()
        ? settled
        : tiles.total(oldest(series, window, clock), tiles.upTo(clock), series.aggregate());
  }

  /** What a window that decays holds, each tile weighed by its age; see {@link Held#decayed}. */
  double decayed(
      Series series, FeatureWindow window, long clock, ToDoubleFunction<Aggregate> amount) {
    double total = 0;
    int end = tiles.upTo(clock);
    for (int i = oldest(series, window, clock); i < end; i++) {
      double age = series.tileOf(clock) - tiles.start(i);
      total += amount.applyAsDouble(tiles.amount(i)) * Math.pow(2, -age / window.halfLifeMillis());
    }
    return total;
  }

  /** The first tile that the window still holds. */
  private int oldest(Series series, FeatureWindow window, long clock) {
    return tiles.upTo(before(clock, series.tileMillis() + window.millis()));
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
    for (int i = 0; i < tiles.size(); i++) {
      long second = tiles.start(i) / 1000;
      Packed.writeSigned(second - previous, out);
      tiles.amount(i).write(out);
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
      series.tiles.append(second * 1000, kind.read(in));
    }
    return series;
  }
}
