package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The mean of numbers, rounded half up to 16 decimals. */
record Mean() implements Function {

  /** Digits after the point that means, variances and ratios of decimal numbers have. */
  static final int DECIMALS = 16;

  @Override
  public String key() {
    return "avg";
  }

  @Override
  public Kept kept() {
    return KeptAs.SUM;
  }

  @Override
  public Shown shown(Held held) {
    Sum sum = (Sum) held.total(0);
    if (sum.inputs() == 0) {
      return Shown.ABSENT;
    }
    if (!sum.isFinite()) {
      return Shown.of(sum.odd());
    }
    BigDecimal mean =
        sum.total().divide(BigDecimal.valueOf(sum.inputs()), DECIMALS, RoundingMode.HALF_UP);
    return Shown.of(sum.isFloating() ? (Number) floating(sum) : mean);
  }

  private static double floating(Sum sum) {
    return sum.total().doubleValue() / sum.inputs();
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.BINARY;
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    FunctionSql source = sources.get(0);
    String input = source.number();
    String filter = source.filter();
    return source.isFloating()
        ? "avg(" + input + ")" + filter
        : FunctionSql.quotient("sum(" + input + ")" + filter, "count(" + input + ")" + filter);
  }

  @Override
  public Tolerance tolerance(boolean floating) {
    return floating ? Tolerance.FLOATING : Tolerance.EXACT;
  }
}
