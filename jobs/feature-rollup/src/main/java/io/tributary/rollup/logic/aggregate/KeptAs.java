package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is kept without parameters. The names are in saved state: they stay. */
enum KeptAs implements Kept {
  /** The number of rows. */
  COUNT(AggregateKind.COUNT, input -> false, RowInput::element) {
    @Override
    public Aggregate ofRow(RowInput row) {
      return Count.ONE;
    }
  },

  /** The sum of numbers. */
  SUM(AggregateKind.SUM, Kept::isNumber, RowInput::element) {
    @Override
    public Sum ofRow(RowInput row) {
      Object input = row.value();
      if (input == null) {
        return Sum.ofNull();
      }
      if (input instanceof BigDecimal decimal) {
        return Sum.of(decimal);
      }
      return input instanceof Double || input instanceof Float
          ? Sum.of(((Number) input).doubleValue(), row.floating())
          : Sum.of(BigDecimal.valueOf(((Number) input).longValue()));
    }
  },

  /** The sums of numbers and of their squares. */
  MOMENTS(AggregateKind.MOMENTS, Kept::isNumber, RowInput::element) {
    @Override
    public Aggregate ofRow(RowInput row) {
      return Moments.ofRow((Sum) SUM.ofRow(row));
    }
  },

  /** Every value and how often it occurs. */
  VALUES(AggregateKind.MULTISET, Kept::isOrdered, RowInput::element),

  /** The smallest values. */
  SMALLEST(AggregateKind.SMALLEST, Kept::isOrdered, RowInput::element),

  /** The greatest values. */
  GREATEST(AggregateKind.GREATEST, Kept::isOrdered, RowInput::element),

  /** The values of the rows that come first by event time and primary key. */
  FIRST(AggregateKind.SMALLEST, Kept::isShowable, RowInput::elementInOrder),

  /** The values of the rows that come last by event time and primary key. */
  LAST(AggregateKind.GREATEST, Kept::isShowable, RowInput::elementInOrder),

  /** How many rows hash to each cell of {@link LinearCounting}. */
  HASHES(AggregateKind.COUNTERS, Kept::isOrdered, RowInput::element) {
    @Override
    public Aggregate ofRow(RowInput row) {
      Element element = row.element();
      return element == null ? Counters.ofNull() : Counters.of(LinearCounting.cell(element.hash()));
    }
  },

  /** How many rows fall into each of {@link QuantileBuckets}. */
  QUANTILES(AggregateKind.COUNTERS, Kept::isNumber, RowInput::element) {
    @Override
    public Aggregate ofRow(RowInput row) {
      Object input = row.value();
      return input == null
          ? Counters.ofNull()
          : Counters.of(QuantileBuckets.cell(((Number) input).doubleValue()));
    }
  };

  /** What of a row is an element of a multiset; null for nothing. */
  private interface Elements {
    @Nullable Element of(RowInput row);
  }

  private final AggregateKind kind;
  private final Predicate<ColumnType.Kind> inputs;
  private final Elements elements;

  KeptAs(AggregateKind kind, Predicate<ColumnType.Kind> inputs, Elements elements) {
    this.kind = kind;
    this.inputs = inputs;
    this.elements = elements;
  }

  @Override
  public AggregateKind kind() {
    return kind;
  }

  @Override
  public String definition() {
    return name();
  }

  @Override
  public boolean accepts(ColumnType.Kind input) {
    return inputs.test(input);
  }

  @Override
  public Aggregate ofRow(RowInput row) {
    return Multiset.ofRow(kind, elements.of(row));
  }
}
