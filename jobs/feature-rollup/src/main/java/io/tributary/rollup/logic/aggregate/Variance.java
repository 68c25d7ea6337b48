package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * The sample variance of numbers, or its square root; of decimal numbers rounded half up to 16
 * decimals. There is none of fewer than two numbers.
 */
record Variance(boolean root) implements Function {

  @Override
  public String key() {
    return root ? "stddev" : "variance";
  }

  @Override
  public Kept kept() {
    return KeptAs.MOMENTS;
  }

  @Override
  public Shown shown(Held held) {
    Moments moments = (Moments) held.total(0);
    Sum sum = moments.sum();
    long inputs = sum.inputs();
    if (inputs < 2) {
      return Shown.ABSENT;
    }
    if (!sum.isFinite()) {
      return Shown.of(Double.NaN);
    }
    BigDecimal count = BigDecimal.valueOf(inputs);
    BigDecimal squares = moments.squares().multiply(count);
    BigDecimal deviations = squares.subtract(sum.total().multiply(sum.total()));
    BigDecimal pairs = count.multiply(BigDecimal.valueOf(inputs - 1));
    return sum.isFloating() ? floating(deviations, pairs) : exact(deviations, pairs);
  }

  private Shown floating(BigDecimal deviations, BigDecimal pairs) {
    double variance = deviations.doubleValue() / pairs.doubleValue();
    return Shown.of(root ? Math.sqrt(variance) : variance);
  }

  /** The root has a digit more than is shown, cut off, so that rounding it is right. */
  private Shown exact(BigDecimal deviations, BigDecimal pairs) {
    if (!root) {
      return Shown.of(deviations.divide(pairs, Mean.DECIMALS, RoundingMode.HALF_UP));
    }
    int decimals = Mean.DECIMALS + 1;
    BigDecimal variance = deviations.divide(pairs, 2 * decimals, RoundingMode.DOWN);
    BigDecimal deviation = new BigDecimal(variance.unscaledValue().sqrt(), decimals);
    return Shown.of(deviation.setScale(Mean.DECIMALS, RoundingMode.HALF_UP));
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
    if (source.isFloating()) {
      return (root ? "stddev_samp(" : "var_samp(") + input + ")" + filter;
    }
    String count = "count(" + input + ")" + filter;
    String sum = "sum(" + input + ")" + filter;
    String squares = "sum(" + input + " * " + input + ")" + filter;
    String deviations = "(" + count + " * " + squares + " - " + sum + " * " + sum + ")";
    String pairs = "(" + count + " * (" + count + " - 1))";
    return root
        ? FunctionSql.rootOfQuotient(deviations, pairs)
        : FunctionSql.quotient(deviations, pairs);
  }

  @Override
  public Tolerance tolerance(boolean floating) {
    return floating ? Tolerance.FLOATING : Tolerance.EXACT;
  }
}
