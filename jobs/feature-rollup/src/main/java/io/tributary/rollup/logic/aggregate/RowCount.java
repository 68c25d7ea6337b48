package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.util.List;

/** The number of rows. */
record RowCount() implements NumberFunction {

  @Override
  public String key() {
    return "count";
  }

  @Override
  public Kept kept() {
    return KeptAs.COUNT;
  }

  @Override
  public Number number(Aggregate total) {
    return BigDecimal.valueOf(total.rows());
  }

  @Override
  public Shown shown(Held held) {
    return Shown.of(Long.toString(held.total(0).rows()));
  }

  @Override
  public String amountSql(FunctionSql source) {
    return "1";
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.WHOLE;
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    return "count(*)" + sources.get(0).filter();
  }
}
