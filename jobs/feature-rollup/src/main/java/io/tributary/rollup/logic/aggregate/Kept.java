package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import io.tributary.rollup.logic.row.Use;
import java.io.Serializable;

/** What is kept of rows for a feature: in which group, and what a row amounts to in it. */
public interface Kept extends Use, Serializable {

  AggregateKind kind();

  /** What else must not be confused with in saved state: {@code SUM}. */
  String definition();

  /** Whether columns of this kind can be the input. */
  @Override
  boolean accepts(ColumnType.Kind input);

  @Override
  default ColumnType.Kind insideJson() {
    return Use.insideJson(this);
  }

  /** What one row amounts to, given an input of a kind that this {@link #accepts}. */
  Aggregate ofRow(RowInput row);

  static boolean isNumber(ColumnType.Kind kind) {
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE -> true;
      default -> false;
    };
  }

  /** Whether values of a kind can be told apart and have an order that PostgreSQL shares. */
  static boolean isOrdered(ColumnType.Kind kind) {
    return switch (kind) {
      case BOOLEAN, TEXT, UUID, DATE, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> isNumber(kind);
    };
  }

  /** Whether values of a kind can be shown. */
  static boolean isShowable(ColumnType.Kind kind) {
    return kind == ColumnType.Kind.JSON || isOrdered(kind);
  }
}
