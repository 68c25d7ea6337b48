package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;

/** The sum of numbers; 0 over none and over NULLs only. */
record Total() implements NumberFunction {

  @Override
  public String key() {
    return "sum";
  }

  @Override
  public Kept kept() {
    return KeptAs.SUM;
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.of(input);
  }

  @Override
  public Number number(Aggregate total) {
    return ((Sum) total).number();
  }

  @Override
  public String amountSql(FunctionSql source) {
    return source.number();
  }
}
