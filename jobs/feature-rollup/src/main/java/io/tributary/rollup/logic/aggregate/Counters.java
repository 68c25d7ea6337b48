package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many rows fall into each of numbered cells: the parts of a histogram, the buckets of a
 * quantile sketch, the positions that values are hashed to. Cells without rows are not kept.
 */
final class Counters implements Aggregate {

  private static final long serialVersionUID = 1L;

  static final Counters ZERO = new Counters(0, new int[0], new long[0]);

  /** Rows that fall into no cell because their input is NULL. */
  private final long nulls;

  /** Ascending. */
  private final int[] cells;

  private final long[] counts;

  private Counters(long nulls, int[] cells, long[] counts) {
    this.nulls = nulls;
    this.cells = cells;
    this.counts = counts;
  }

  static Counters ofNull() {
    return new Counters(1, ZERO.cells, ZERO.counts);
  }

  /** One row. */
  static Counters of(int cell) {
    return new Counters(0, new int[] {cell}, new long[] {1});
  }

  @Override
  public AggregateKind kind() {
    return AggregateKind.COUNTERS;
  }

  @Override
  public long rows() {
    return nulls + counted();
  }

  /** The rows that fall into cells. */
  long counted() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** The number of cells that hold any row. */
  int size() {
    return cells.length;
  }

  @Override
  public long footprint() {
    return 50 + 12L * cells.length;
  }

  long count(int cell) {
    int index = Arrays.binarySearch(cells, cell);
    return index < 0 ? 0 : counts[index];
  }

  /** The cell of the row at a rank, the first being 1, in the order of cells. */
  int cellOfRank(long rank) {
    long passed = 0;
    int index = 0;
    while (index < cells.length - 1 && (passed += Math.max(0, counts[index])) < rank) {
      index++;
    }
    return cells[index];
  }

  @Override
  public Counters plus(Aggregate other) {
    Counters more = (Counters) other;
    int[] merged = new int[cells.length + more.cells.length];
    long[] sums = new long[merged.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < cells.length || j < more.cells.length) {
      boolean left = j == more.cells.length || (i < cells.length && cells[i] <= more.cells[j]);
      boolean right = i == cells.length || (j < more.cells.length && more.cells[j] <= cells[i]);
      merged[size] = left ? cells[i] : more.cells[j];
      sums[size] = (left ? counts[i++] : 0) + (right ? more.counts[j++] : 0);
      size += sums[size] == 0 ? 0 : 1;
    }
    boolean full = size == merged.length;
    return new Counters(
        nulls + more.nulls,
        full ? merged : Arrays.copyOf(merged, size),
        full ? sums : Arrays.copyOf(sums, size));
  }

  @Override
  public Counters negate() {
    return new Counters(-nulls, cells, Arrays.stream(counts).map(count -> -count).toArray());
  }

  @Override
  public boolean isZero() {
    return nulls == 0 && cells.length == 0;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Packed.writeSigned(nulls, out);
    Packed.writeUnsigned(cells.length, out);
    int previous = 0;
    for (int i = 0; i < cells.length; i++) {
      Packed.writeSigned((long) cells[i] - previous, out);
      Packed.writeSigned(counts[i], out);
      previous = cells[i];
    }
  }

  static Counters read(DataInput in) throws IOException {
    long nulls = Packed.readSigned(in);
    int[] cells = new int[(int) Packed.readUnsigned(in)];
    long[] counts = new long[cells.length];
    int previous = 0;
    for (int i = 0; i < cells.length; i++) {
      previous += (int) Packed.readSigned(in);
      cells[i] = previous;
      counts[i] = Packed.readSigned(in);
    }
    return new Counters(nulls, cells, counts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Counters counters
        && nulls == counters.nulls
        && Arrays.equals(cells, counters.cells)
        && Arrays.equals(counts, counters.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cells) * 31 + Arrays.hashCode(counts);
  }
}
