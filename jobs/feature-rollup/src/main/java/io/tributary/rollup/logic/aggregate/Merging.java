package io.tributary.rollup.logic.aggregate;

import java.util.Arrays;

/** Collects the elements of a {@link Multiset} in ascending order. */
final class Merging {

  private final Element[] elements;
  private final long[] counts;
  private int size;

  Merging(int most) {
    elements = new Element[most];
    counts = new long[most];
  }

  void add(Element element, long count) {
    if (count != 0) {
      elements[size] = element;
      counts[size++] = count;
    }
  }

  Multiset result(AggregateKind kind, long nulls) {
    boolean full = size == elements.length;
    return new Multiset(
        kind,
        nulls,
        full ? elements : Arrays.copyOf(elements, size),
        full ? counts : Arrays.copyOf(counts, size),
        null);
  }
}
