package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.util.List;

/** A number that is less than 1 % off that of {@link Percentile}, by {@link QuantileBuckets}. */
record ApproximatePercentile(BigDecimal at) implements Function {

  @Override
  public String key() {
    return "percentile";
  }

  @Override
  public Kept kept() {
    return KeptAs.QUANTILES;
  }

  @Override
  public Shown shown(Held held) {
    Counters buckets = (Counters) held.total(0);
    long numbers = buckets.counted();
    if (numbers <= 0) {
      return Shown.ABSENT;
    }
    double number = QuantileBuckets.middle(buckets.cellOfRank(Percentile.rank(at, numbers)));
    return Shown.of(number);
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.BINARY;
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    return Percentile.sql(at, sources.get(0));
  }

  @Override
  public Tolerance tolerance(boolean floating) {
    return Tolerance.QUANTILES;
  }
}
