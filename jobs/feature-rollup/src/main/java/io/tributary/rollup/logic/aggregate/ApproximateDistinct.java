package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.util.List;

/** About how many different values there are, by {@link LinearCounting}; NULL is none. */
record ApproximateDistinct() implements Function {

  @Override
  public String key() {
    return "distinct";
  }

  @Override
  public Kept kept() {
    return KeptAs.HASHES;
  }

  @Override
  public Shown shown(Held held) {
    long estimate = LinearCounting.estimate((Counters) held.total(0));
    return estimate < 0 ? Shown.BEYOND_CAP : Shown.of(BigDecimal.valueOf(estimate));
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.WHOLE;
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    return Distinct.sql(sources.get(0));
  }

  @Override
  public Tolerance tolerance(boolean floating) {
    return Tolerance.LINEAR_COUNTING;
  }
}
