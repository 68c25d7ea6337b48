package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.util.List;

/** How many different values there are; NULL is none. */
record Distinct() implements Function {

  @Override
  public String key() {
    return "distinct";
  }

  @Override
  public Kept kept() {
    return KeptAs.VALUES;
  }

  @Override
  public int defaultCap() {
    return Top.CAP;
  }

  @Override
  public Shown shown(Held held) {
    Multiset values = (Multiset) held.total(0);
    if (values.isPartial()) {
      return Shown.BEYOND_CAP;
    }
    long there = 0;
    for (int i = 0; i < values.size(); i++) {
      there += values.count(i) > 0 ? 1 : 0;
    }
    return Shown.of(BigDecimal.valueOf(there));
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.WHOLE;
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    return sql(sources.get(0));
  }

  static String sql(FunctionSql source) {
    return "count(DISTINCT " + source.input() + ")" + source.filter();
  }
}
