package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.util.List;

/** The smallest or the greatest value. */
record Extreme(boolean greatest) implements Function {

  /** So many rows can lose the best value, one after the other, before it is not known. */
  static final int CAP = 32;

  @Override
  public String key() {
    return greatest ? "max" : "min";
  }

  @Override
  public Kept kept() {
    return greatest ? KeptAs.GREATEST : KeptAs.SMALLEST;
  }

  @Override
  public int defaultCap() {
    return CAP;
  }

  @Override
  public Shown shown(Held held) {
    return best((Multiset) held.total(0), greatest);
  }

  /** The last, or the first, of the values that are there. */
  static Shown best(Multiset values, boolean greatest) {
    for (int i = 0; i < values.size(); i++) {
      int index = greatest ? values.size() - 1 - i : i;
      if (values.count(index) > 0) {
        return Shown.of(values.element(index).json());
      }
    }
    return values.isPartial() ? Shown.BEYOND_CAP : Shown.ABSENT;
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.of(input);
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    FunctionSql source = sources.get(0);
    return source.shown(source.extreme(greatest) + source.filter());
  }
}
