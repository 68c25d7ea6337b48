package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import java.io.DataInput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways in which rows become one value. The tags are in saved state: they stay. */
public enum AggregateKind {
  /** The number of rows. */
  COUNT(1, EnumSet.noneOf(ColumnType.Kind.class)) {
    @Override
    Aggregate zero() {
      return Count.ZERO;
    }

    @Override
    Aggregate ofRow(@Nullable Object input, boolean floating) {
      return Count.ONE;
    }

    @Override
    Aggregate read(DataInput in) throws IOException {
      return Count.read(in);
    }
  },

  /** The sum of a column; 0 over no rows and over NULLs only. */
  SUM(
      2,
      EnumSet.of(
          ColumnType.Kind.SMALLINT,
          ColumnType.Kind.INTEGER,
          ColumnType.Kind.BIGINT,
          ColumnType.Kind.NUMERIC,
          ColumnType.Kind.REAL,
          ColumnType.Kind.DOUBLE)) {
    @Override
    Aggregate zero() {
      return Sum.ZERO;
    }

    @Override
    Aggregate ofRow(@Nullable Object input, boolean floating) {
      if (input == null) {
        return Sum.ofNull();
      }
      if (input instanceof BigDecimal decimal) {
        return Sum.of(decimal);
      }
      return input instanceof Double || input instanceof Float
          ? Sum.of(((Number) input).doubleValue(), floating)
          : Sum.of(BigDecimal.valueOf(((Number) input).longValue()));
    }

    @Override
    Aggregate read(DataInput in) throws IOException {
      return Sum.read(in);
    }
  };

  private static final AggregateKind[] VALUES = values();

  private final int tag;
  private final Set<ColumnType.Kind> inputs;

  AggregateKind(int tag, Set<ColumnType.Kind> inputs) {
    this.tag = tag;
    this.inputs = inputs;
  }

  int tag() {
    return tag;
  }

  static AggregateKind ofTag(int tag) throws IOException {
    for (AggregateKind kind : VALUES) {
      if (kind.tag == tag) {
        return kind;
      }
    }
    throw new IOException("no aggregate has the tag " + tag);
  }

  /** Whether columns of this kind can be aggregated so. */
  public boolean accepts(ColumnType.Kind input) {
    return inputs.contains(input);
  }

  /** What no rows amount to. */
  abstract Aggregate zero();

  /**
   * What one row amounts to.
   *
   * @param input the aggregated column's value, of a kind that this {@link #accepts}; null for NULL
   *     and where there is no input
   * @param floating whether the column is {@code real} or {@code double precision}
   */
  abstract Aggregate ofRow(@Nullable Object input, boolean floating);

  abstract Aggregate read(DataInput in) throws IOException;
}
