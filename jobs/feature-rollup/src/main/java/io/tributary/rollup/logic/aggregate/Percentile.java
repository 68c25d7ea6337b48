package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.util.List;

/**
 * The first value, in ascending order, up to which at least a given part of all values lie; NULL is
 * none.
 *
 * @param at between 0 and 1
 */
record Percentile(BigDecimal at) implements Function {

  @Override
  public String key() {
    return "percentile";
  }

  @Override
  public Kept kept() {
    return KeptAs.VALUES;
  }

  @Override
  public int defaultCap() {
    return Top.CAP;
  }

  /** The rank of the value, the first being 1, as PostgreSQL computes it. */
  static long rank(BigDecimal at, long values) {
    return Math.max(1, (long) Math.ceil(at.doubleValue() * values));
  }

  @Override
  public Shown shown(Held held) {
    Multiset values = (Multiset) held.total(0);
    if (values.isPartial()) {
      return Shown.BEYOND_CAP;
    }
    long all = 0;
    for (int i = 0; i < values.size(); i++) {
      all += Math.max(0, values.count(i));
    }
    long rank = rank(at, all);
    long passed = 0;
    for (int i = 0; i < values.size(); i++) {
      passed += Math.max(0, values.count(i));
      if (passed >= rank) {
        return Shown.of(values.element(i).json());
      }
    }
    return Shown.ABSENT;
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.of(input);
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    return sql(at, sources.get(0));
  }

  static String sql(BigDecimal at, FunctionSql source) {
    String rank = at.toPlainString();
    return source.shown(
        "percentile_disc("
            + rank
            + ") WITHIN GROUP (ORDER BY "
            + source.input()
            + ")"
            + source.filter());
  }
}
