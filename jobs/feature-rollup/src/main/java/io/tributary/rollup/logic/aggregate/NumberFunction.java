package io.tributary.rollup.logic.aggregate;

import java.util.List;

/** A function whose value is a number that is there whenever the entity is. */
interface NumberFunction extends Function {

  @Override
  Kept kept();

  /** The value: a BigDecimal where it is exact, else a Double. */
  Number number(Aggregate total);

  /** What each row adds, in SQL; NULL for nothing. */
  String amountSql(FunctionSql source);

  @Override
  default Shown shown(Held held) {
    return Shown.of(number(held.total(0)));
  }

  @Override
  default String sql(List<FunctionSql> sources) {
    FunctionSql source = sources.get(0);
    String sum = "coalesce(sum(" + amountSql(source) + ")" + source.filter() + ", 0)";
    return source.isFloating() ? sum : "trim_scale(" + sum + ")";
  }

  @Override
  default Tolerance tolerance(boolean floating) {
    return floating ? Tolerance.FLOATING : Tolerance.EXACT;
  }
}
