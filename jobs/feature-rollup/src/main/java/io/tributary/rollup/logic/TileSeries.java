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
final class TileSeries extends Tiles {

  /** No boundary lies ahead. */
  static final long NEVER = Long.MAX_VALUE;

  private Aggregate settled;

  TileSeries(AggregateKind aggregate) {
    this.settled = aggregate.zero();
  }

  private TileSeries(TileSeries from) {
    super(from);
    this.settled = from.settled;
  }

  TileSeries copy() {
    return new TileSeries(this);
  }

  /** Roughly how many bytes of memory it takes. */
  long footprint() {
    long bytes = 150 + settled.footprint();
    for (int i = 0; i < size(); i++) {
      bytes += 16 + amount(i).footprint();
    }
    return bytes;
  }

  boolean isEmpty() {
    return size() == 0 && settled.isZero();
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
      add(start, amount, series.measure().cap());
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
      for (; gone < size() && start(gone) <= to; gone++) {
        settled = settled.plus(amount(gone)).capped(series.measure().cap());
      }
    } else {
      while (gone < size() && isPast(series, start(gone), to)) {
        gone++;
      }
    }
    remove(0, gone);
    return true;
  }

  /** The first moment after the clock's at which what a window holds, or its weight, changes. */
  long nextBoundary(Series series, long clock) {
    int started = upTo(clock);
    long next = started == size() ? NEVER : start(started);
    if (series.isLifetime()) {
      return next;
    }
    for (FeatureWindow window : series.windows()) {
      long kept = series.tileMillis() + window.millis();
      int oldest = oldest(series, window, clock);
      if (oldest < size()) {
        next = Math.min(next, start(oldest) + kept);
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
        : total(oldest(series, window, clock), upTo(clock), series.aggregate());
  }

  /** What a window that decays holds, each tile weighed by its age; see {@link Held#decayed}. */
  double decayed(
      Series series, FeatureWindow window, long clock, ToDoubleFunction<Aggregate> amount) {
    double total = 0;
    int end = upTo(clock);
    for (int i = oldest(series, window, clock); i < end; i++) {
      double age = series.tileOf(clock) - start(i);
      total += amount.applyAsDouble(amount(i)) * Math.pow(2, -age / window.halfLifeMillis());
    }
    return total;
  }

  /** The first tile that the window still holds. */
  private int oldest(Series series, FeatureWindow window, long clock) {
    return upTo(before(clock, series.tileMillis() + window.millis()));
  }

  /** A clock that has not been set stays where it is. */
  private static long before(long clock, long millis) {
    return clock == EntityState.UNSET ? clock : clock - millis;
  }

  /** Writes what {@link #read} reads; tiles start on whole seconds. */
  void write(DataOutput out) throws IOException {
    boolean hasSettled = !settled.isZero();
    out.writeByte(settled.kind().tag());
    Packed.writeUnsigned(size() * 2L + (hasSettled ? 1 : 0), out);
    if (hasSettled) {
      settled.write(out);
    }
    long previous = 0;
    for (int i = 0; i < size(); i++) {
      long second = start(i) / 1000;
      Packed.writeSigned(second - previous, out);
      amount(i).write(out);
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
      series.append(second * 1000, kind.read(in));
    }
    return series;
  }
}
