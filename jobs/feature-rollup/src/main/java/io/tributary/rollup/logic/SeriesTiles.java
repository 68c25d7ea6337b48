package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of one entity by series. Once told a rollup, by {@link #fit}, they stand as its series
 * do, so that what is done for every row needs no search.
 */
final class SeriesTiles {

  /** Ascending; shared with the rollup, and so with other entities. */
  private int[] ids = {};

  /** By the place of its id; null where nothing is kept. */
  private @Nullable TileSeries[] series = {};

  boolean isEmpty() {
    return used() == 0;
  }

  private int used() {
    int used = 0;
    for (TileSeries each : series) {
      if (each != null) {
        used++;
      }
    }
    return used;
  }

  /** What is kept of a series of the rollup that was told last; null for nothing. */
  @Nullable TileSeries at(int place) {
    return series[place];
  }

  /**
   * Lets the rollup's series stand where they do in the rollup, and drops all others.
   *
   * @return whether they stood elsewhere before
   */
  boolean fit(Rollup rollup) {
    int[] wanted = rollup.seriesIds();
    if (ids == wanted) {
      return false;
    }
    @Nullable TileSeries[] fitted = new @Nullable TileSeries[wanted.length];
    for (int i = 0; i < ids.length; i++) {
      int index = Arrays.binarySearch(wanted, ids[i]);
      if (index >= 0) {
        fitted[index] = series[i];
      }
    }
    ids = wanted;
    series = fitted;
    return true;
  }

  /**
   * Adds an amount at a moment to all series of its measure in the rollup that was told last.
   *
   * @return whether that may have changed the {@link #nextBoundary}
   */
  boolean add(Rollup rollup, Contribution.Part part, long clock) {
    boolean changed = false;
    for (int index : rollup.seriesOf(part.measure())) {
      Series each = rollup.series().get(index);
      TileSeries tiles = series[index];
      if (tiles == null) {
        tiles = new TileSeries(each.aggregate());
        series[index] = tiles;
      }
      changed |= tiles.add(each, part.eventTime(), part.amount(), clock);
      dropIfEmpty(index, tiles);
    }
    return changed;
  }

  /** Forgets a series of which nothing is left. */
  private void dropIfEmpty(int index, TileSeries tiles) {
    if (tiles.isEmpty()) {
      series[index] = null;
    }
  }

  /** The first moment after the clock's at which what a window of that rollup holds changes. */
  long nextBoundary(Rollup rollup, long clock) {
    long next = TileSeries.NEVER;
    for (int i = 0; i < series.length; i++) {
      TileSeries tiles = series[i];
      if (tiles != null) {
        next = Math.min(next, tiles.nextBoundary(rollup.series().get(i), clock));
      }
    }
    return next;
  }

  /** Moves the clock; true if a tile came into a window of that rollup or left one. */
  boolean advance(Rollup rollup, long from, long to) {
    boolean crossed = false;
    for (int i = 0; i < series.length; i++) {
      TileSeries tiles = series[i];
      if (tiles != null) {
        crossed |= tiles.advance(rollup.series().get(i), from, to);
        dropIfEmpty(i, tiles);
      }
    }
    return crossed;
  }

  /** Roughly how many bytes of memory they take. */
  long footprint() {
    long bytes = 0;
    for (TileSeries each : series) {
      bytes += each == null ? 8 : each.footprint();
    }
    return bytes;
  }

  /** Tiles that change without these. */
  SeriesTiles copy() {
    SeriesTiles copy = new SeriesTiles();
    copy.ids = ids;
    copy.series = new @Nullable TileSeries[series.length];
    for (int i = 0; i < series.length; i++) {
      TileSeries tiles = series[i];
      copy.series[i] = tiles == null ? null : tiles.copy();
    }
    return copy;
  }

  /** Writes what {@link #read} reads. */
  void write(DataOutput out) throws IOException {
    Packed.writeUnsigned(used(), out);
    for (int i = 0; i < series.length; i++) {
      TileSeries tiles = series[i];
      if (tiles != null) {
        out.writeInt(ids[i]);
        tiles.write(out);
      }
    }
  }

  static SeriesTiles read(DataInput in) throws IOException {
    SeriesTiles read = new SeriesTiles();
    int size = (int) Packed.readUnsigned(in);
    read.ids = new int[size];
    read.series = new @Nullable TileSeries[size];
    for (int i = 0; i < size; i++) {
      read.ids[i] = in.readInt();
      read.series[i] = TileSeries.read(in);
    }
    return read;
  }
}
