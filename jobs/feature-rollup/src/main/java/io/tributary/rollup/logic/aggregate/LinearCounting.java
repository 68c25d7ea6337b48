package io.tributary.rollup.logic.aggregate;

/**
 * Estimates how many values have been hashed to cells from how many cells are empty. Of 16,384
 * cells, up to 98,304 values: the standard error is 0.7 % at 16 thousand, 1.4 % at 65 thousand and
 * 2.7 % at the end; of few values, about one in 16,384 pairs counts as one. Cells are counted, so a
 * value that is taken back leaves no trace.
 *
 * @see <a href="https://doi.org/10.1145/78922.78925">Whang, Vander-Zanden and Taylor, 1990</a>
 */
final class LinearCounting {

  private static final int CELL_BITS = 14;
  private static final int CELLS = 1 << CELL_BITS;
  private static final long MOST = 6L * CELLS;

  private LinearCounting() {}

  static int cell(long hash) {
    return (int) (hash >>> (Long.SIZE - CELL_BITS));
  }

  /** The number of values, rounded; -1 where there are too many to tell. */
  static long estimate(Counters hashes) {
    int empty = CELLS - hashes.size();
    long estimate =
        empty == 0 ? Long.MAX_VALUE : Math.round(-CELLS * Math.log((double) empty / CELLS));
    return estimate > MOST ? -1 : estimate;
  }
}
