package io.tributary.rollup.logic.aggregate;

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
  public Number number(Aggregate total) {
    return ((Sum) total).number();
  }

  @Override
  public String amountSql(FunctionSql source) {
    return source.number();
  }
}
