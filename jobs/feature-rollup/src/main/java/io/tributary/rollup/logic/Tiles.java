package io.tributary.rollup.logic;

import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.AggregateKind;
import java.util.Arrays;

/**
 * Amounts by the start of their tile, ascending. Mostly few, and mostly the last one changes. There
 * are millions, so what has tiles is one object with them.
 */
class Tiles {

  private static final long[] NO_STARTS = {};
  private static final Aggregate[] NO_AMOUNTS = {};

  private long[] starts = NO_STARTS;
  private Aggregate[] amounts = NO_AMOUNTS;
  private int size;

  Tiles() {}

  /** A copy that changes of the other leave alone. */
  Tiles(Tiles from) {
    starts = Arrays.copyOf(from.starts, from.size);
    amounts = Arrays.copyOf(from.amounts, from.size);
    size = from.size;
  }

  final int size() {
    return size;
  }

  final long start(int index) {
    return starts[index];
  }

  final Aggregate amount(int index) {
    return amounts[index];
  }

  /** The number of tiles that start at a moment or before. */
  final int upTo(long moment) {
    if (size == 0 || starts[0] > moment) {
      return 0;
    } else if (starts[size - 1] <= moment) {
      return size;
    }
    int index = Arrays.binarySearch(starts, 0, size, moment);
    return index < 0 ? -index - 1 : index + 1;
  }

  /** Adds to a tile, which keeps no more than the cap; what amounts to nothing is not kept. */
  final void add(long start, Aggregate amount, int cap) {
    int index = upTo(start) - 1;
    if (index < 0 || starts[index] != start) {
      insert(index + 1, start, amount.capped(cap));
      return;
    }
    Aggregate sum = amounts[index].plus(amount).capped(cap);
    if (sum.isZero()) {
      remove(index, index + 1);
    } else {
      amounts[index] = sum;
    }
  }

  private void insert(int index, long start, Aggregate amount) {
    if (size == starts.length) {
      int room = size + 1 + (size >> 1);
      starts = Arrays.copyOf(starts, room);
      amounts = Arrays.copyOf(amounts, room);
    }
    System.arraycopy(starts, index, starts, index + 1, size - index);
    System.arraycopy(amounts, index, amounts, index + 1, size - index);
    starts[index] = start;
    amounts[index] = amount;
    size++;
  }

  /** Adds a tile that starts after all others. */
  final void append(long start, Aggregate amount) {
    insert(size, start, amount);
  }

  /** Removes the tiles between two indexes, the second excluded. */
  final void remove(int from, int to) {
    System.arraycopy(starts, to, starts, from, size - to);
    System.arraycopy(amounts, to, amounts, from, size - to);
    int left = size - (to - from);
    Arrays.fill(amounts, left, size, null);
    size = left;
  }

  /** The sum of the tiles between two indexes, the second excluded. */
  final Aggregate total(int from, int to, AggregateKind kind) {
    return from == to ? kind.zero() : total(from, to);
  }

  /** By halves, so that the sums on the way to a large one are few. */
  private Aggregate total(int from, int to) {
    int middle = (from + to) >>> 1;
    return to - from == 1 ? amounts[from] : total(from, middle).plus(total(middle, to));
  }
}
