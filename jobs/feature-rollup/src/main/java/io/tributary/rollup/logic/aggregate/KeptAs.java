package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;

/** What is kept without parameters. The names are in saved state: they stay. */
enum KeptAs implements Kept {
  /** The number of rows. */
  COUNT(AggregateKind.COUNT) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return false;
    }

    @Override
    public Aggregate ofRow(RowInput row) {
      return Count.ONE;
    }
  },

  /** The sum of numbers. */
  SUM(AggregateKind.SUM) {
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
  MOMENTS(AggregateKind.MOMENTS) {
    @Override
    public Aggregate ofRow(RowInput row) {
      return Moments.ofRow((Sum) SUM.ofRow(row));
    }
  },

  /** Every value and how often it occurs. */
  VALUES(AggregateKind.MULTISET) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return Kept.isOrdered(input);
    }
  },

  /** The smallest values. */
  SMALLEST(AggregateKind.SMALLEST) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return Kept.isOrdered(input);
    }
  },

  /** The greatest values. */
  GREATEST(AggregateKind.GREATEST) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return Kept.isOrdered(input);
    }
  },

  /** The values of the rows that come first by event time and primary key. */
  FIRST(AggregateKind.SMALLEST) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return Kept.isShowable(input);
    }

    @Override
    public Aggregate ofRow(RowInput row) {
      return Multiset.ofRow(kind(), row.elementInOrder());
    }
  },

  /** The values of the rows that come last by event time and primary key. */
  LAST(AggregateKind.GREATEST) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return Kept.isShowable(input);
    }

    @Override
    public Aggregate ofRow(RowInput row) {
      return Multiset.ofRow(kind(), row.elementInOrder());
    }
  },

  /** How many rows hash to each cell of {@link LinearCounting}. */
  HASHES(AggregateKind.COUNTERS) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return Kept.isOrdered(input);
    }

    @Override
    public Aggregate ofRow(RowInput row) {
      Element element = row.element();
      return element == null ? Counters.ofNull() : Counters.of(LinearCounting.cell(element.hash()));
    }
  },

  /** How many rows fall into each of {@link QuantileBuckets}. */
  QUANTILES(AggregateKind.COUNTERS) {
    @Override
    public Aggregate ofRow(RowInput row) {
      Object input = row.value();
      return input == null
          ? Counters.ofNull()
          : Counters.of(QuantileBuckets.cell(((Number) input).doubleValue()));
    }
  };

  private final AggregateKind kind;

  KeptAs(AggregateKind kind) {
    this.kind = kind;
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
    return Kept.isNumber(input);
  }

  @Override
  public Aggregate ofRow(RowInput row) {
    return Multiset.ofRow(kind, row.element());
  }
}
