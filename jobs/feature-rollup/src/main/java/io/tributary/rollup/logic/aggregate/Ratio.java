package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One count or sum divided by another over the same window; of decimal numbers rounded half up to
 * 16 decimals. There is none where the denominator is 0.
 */
record Ratio(NumberFunction numerator, NumberFunction denominator) implements Function {

  @Override
  public String key() {
    return "ratio";
  }

  @Override
  public @Nullable Kept kept() {
    return null;
  }

  @Override
  public Shown shown(Held held) {
    Number above = numerator.number(held.total(0));
    Number below = denominator.number(held.total(1));
    if (above instanceof BigDecimal dividend && below instanceof BigDecimal divisor) {
      return divisor.signum() == 0
          ? Shown.ABSENT
          : Shown.of(dividend.divide(divisor, Mean.DECIMALS, RoundingMode.HALF_UP));
    }
    return below.doubleValue() == 0
        ? Shown.ABSENT
        : Shown.of(above.doubleValue() / below.doubleValue());
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.BINARY;
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    String above = numerator.sql(sources.subList(0, 1));
    String below = denominator.sql(sources.subList(1, 2));
    return sources.stream().anyMatch(FunctionSql::isFloating)
        ? "(" + above + ")::double precision / nullif((" + below + ")::double precision, 0)"
        : FunctionSql.quotient(above, below);
  }

  @Override
  public Tolerance tolerance(boolean floating) {
    return floating ? Tolerance.FLOATING : Tolerance.EXACT;
  }
}
