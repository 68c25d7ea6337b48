package io.tributary.rollup.logic.row;

/** A way in which two values compare. */
public enum Operator {
  EQ("="),
  NE("<>"),
  LT("<"),
  LTE("<="),
  GT(">"),
  GTE(">=");

  private final String sql;

  Operator(String sql) {
    this.sql = sql;
  }

  /** Whether it holds between two values of which the first is less, equal or greater. */
  boolean holds(int comparison) {
    return switch (this) {
      case EQ -> comparison == 0;
      case NE -> comparison != 0;
      case LT -> comparison < 0;
      case LTE -> comparison <= 0;
      case GT -> comparison > 0;
      case GTE -> comparison >= 0;
    };
  }

  @Override
  public String toString() {
    return sql;
  }
}
