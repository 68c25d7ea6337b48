package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import java.io.DataInput;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The ways in which rows become one value. The tags are in saved state: they stay. */
public enum AggregateKind {
  /** The number of rows. */
  COUNT(1) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return false;
    }

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
  SUM(2) {
    @Override
    public boolean accepts(ColumnType.Kind input) {
      return switch (input) {
        case SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE -> true;
        default -> false;
      };
    }

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

  AggregateKind(int tag) {
    this.tag = tag;
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
  public abstract boolean accepts(ColumnType.Kind input);

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
