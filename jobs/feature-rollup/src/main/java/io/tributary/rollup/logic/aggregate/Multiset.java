package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values and how often each occurs. One that has become too large, by their number or their bytes,
 * keeps only what lies on the good side of a bound: of {@code SMALLEST} the values below it, of
 * {@code GREATEST} those above, of {@code MULTISET} none. Of all others it keeps their number and a
 * sum of their hashes. So what is kept is exact under every change, and what is not is known to be
 * empty or is known to be there.
 */
final class Multiset implements Aggregate {

  private static final long serialVersionUID = 1L;
  private static final Element[] NONE = {};

  private final AggregateKind kind;

  /** Rows without a value. */
  private final long nulls;

  /** Ascending. */
  private final Element[] elements;

  private final long[] counts;
  private final @Nullable Outside outside;

  /** Those of all elements. */
  private final long bytes;

  Multiset(
      AggregateKind kind,
      long nulls,
      Element[] elements,
      long[] counts,
      @Nullable Outside outside) {
    this.kind = kind;
    this.nulls = nulls;
    this.elements = elements;
    this.counts = counts;
    this.outside = outside;
    long sum = 0;
    for (Element element : elements) {
      sum += element.length();
    }
    this.bytes = sum;
  }

  static Multiset empty(AggregateKind kind) {
    return new Multiset(kind, 0, NONE, new long[0], null);
  }

  /** One row, which has no value where {@code element} is null. */
  static Multiset ofRow(AggregateKind kind, @Nullable Element element) {
    return element == null
        ? new Multiset(kind, 1, NONE, new long[0], null)
        : new Multiset(kind, 0, new Element[] {element}, new long[] {1}, null);
  }

  @Override
  public AggregateKind kind() {
    return kind;
  }

  @Override
  public long rows() {
    return nulls + Arrays.stream(counts).sum() + (outside == null ? 0 : outside.rows());
  }

  /** Whether there are, or may be, values that are not among the kept ones. */
  boolean isPartial() {
    return outside != null;
  }

  /** The number of kept values, each counted once. */
  int size() {
    return elements.length;
  }

  @Override
  public long footprint() {
    return 50 + 40L * elements.length + bytes;
  }

  /** A kept value, in ascending order. */
  Element element(int index) {
    return elements[index];
  }

  /** How often a kept value occurs; never 0, and negative only until its rows have all arrived. */
  long count(int index) {
    return counts[index];
  }

  @Override
  public Multiset plus(Aggregate other) {
    Multiset more = (Multiset) other;
    Merging merging = new Merging(elements.length + more.elements.length);
    int i = 0;
    int j = 0;
    while (i < elements.length || j < more.elements.length) {
      int order =
          i == elements.length
              ? 1
              : j == more.elements.length ? -1 : elements[i].compareTo(more.elements[j]);
      Element element = order <= 0 ? elements[i] : more.elements[j];
      merging.add(element, (order <= 0 ? counts[i++] : 0) + (order >= 0 ? more.counts[j++] : 0));
    }
    Outside both =
        outside == null
            ? more.outside
            : more.outside == null ? outside : outside.plus(more.outside, kind);
    return merging.result(kind, nulls + more.nulls).within(both);
  }

  /** Moves to the outside what lies beyond its bound. */
  private Multiset within(@Nullable Outside outer) {
    if (outer == null) {
      return this;
    }
    Element bound = outer.bound();
    int from = 0;
    int to = elements.length;
    if (bound == null) {
      to = 0;
    } else if (kind == AggregateKind.GREATEST) {
      while (from < to && elements[from].compareTo(bound) <= 0) {
        from++;
      }
    } else {
      while (from < to && elements[to - 1].compareTo(bound) >= 0) {
        to--;
      }
    }
    return keeping(from, to, outer);
  }

  private Multiset keeping(int from, int to, Outside outer) {
    long rows = outer.rows();
    long fingerprint = outer.fingerprint();
    for (int i = 0; i < elements.length; i++) {
      if (i < from || i >= to) {
        rows += counts[i];
        fingerprint += counts[i] * elements[i].hash();
      }
    }
    Outside rest =
        rows == 0 && fingerprint == 0 ? null : new Outside(rows, fingerprint, outer.bound());
    return new Multiset(
        kind,
        nulls,
        Arrays.copyOfRange(elements, from, to),
        Arrays.copyOfRange(counts, from, to),
        rest);
  }

  @Override
  public Multiset capped(int cap) {
    int fitting = fitting(cap);
    if (fitting == elements.length) {
      return this;
    }
    Element bound =
        fitting == 0 || kind == AggregateKind.MULTISET
            ? null
            : best(fitting).rounded(kind == AggregateKind.GREATEST);
    return within(outside == null ? new Outside(0, 0, bound) : outside.beyond(bound));
  }

  /** For how many of the best values there is room. */
  private int fitting(int cap) {
    long room = Aggregate.roomBytes(cap) - bytes;
    int fitting = elements.length;
    while (fitting > cap || room < 0) {
      room += best(--fitting).length();
    }
    return fitting;
  }

  private Element best(int rank) {
    return elements[kind == AggregateKind.GREATEST ? elements.length - 1 - rank : rank];
  }

  @Override
  public Multiset negate() {
    long[] negated = Arrays.stream(counts).map(count -> -count).toArray();
    return new Multiset(kind, -nulls, elements, negated, outside == null ? null : outside.negate());
  }

  @Override
  public boolean isZero() {
    return nulls == 0 && elements.length == 0 && outside == null;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Packed.writeSigned(nulls, out);
    Packed.writeUnsigned(elements.length * 2L + (outside == null ? 0 : 1), out);
    if (outside != null) {
      outside.write(out);
    }
    Element previous = null;
    for (int i = 0; i < elements.length; i++) {
      elements[i].write(previous, out);
      Packed.writeSigned(counts[i], out);
      previous = elements[i];
    }
  }

  static Multiset read(AggregateKind kind, DataInput in) throws IOException {
    long nulls = Packed.readSigned(in);
    long sizes = Packed.readUnsigned(in);
    Outside outside = (sizes & 1) == 0 ? null : Outside.read(in);
    Element[] elements = new Element[(int) (sizes / 2)];
    long[] counts = new long[elements.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Element.read(i == 0 ? null : elements[i - 1], in);
      counts[i] = Packed.readSigned(in);
    }
    return new Multiset(kind, nulls, elements, counts, outside);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiset set
        && kind == set.kind
        && nulls == set.nulls
        && Arrays.equals(elements, set.elements)
        && Arrays.equals(counts, set.counts)
        && Objects.equals(outside, set.outside);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements) * 31 + Arrays.hashCode(counts);
  }
}
