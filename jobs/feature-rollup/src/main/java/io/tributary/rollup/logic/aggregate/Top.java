package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The most frequent values: by count, descending, then by value, ascending. NULL is none.
 *
 * @param k how many at most
 */
record Top(int k) implements Function {

  /** So many values a tile may hold. */
  static final int CAP = 1_000;

  @Override
  public String key() {
    return "top";
  }

  @Override
  public Kept kept() {
    return KeptAs.VALUES;
  }

  @Override
  public int defaultCap() {
    return CAP;
  }

  @Override
  public Shown shown(Held held) {
    Multiset values = (Multiset) held.total(0);
    if (values.isPartial()) {
      return Shown.BEYOND_CAP;
    }
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.count(i) > 0) {
        indexes.add(i);
      }
    }
    // Sorting keeps what is alike in its order, which is that of values.
    indexes.sort(Comparator.comparingLong(index -> -values.count(index)));
    List<String> top =
        indexes.stream().limit(k).map(index -> values.element(index).json()).toList();
    return top.isEmpty() ? Shown.ABSENT : Shown.of(Json.list(top));
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.of(input).list();
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    FunctionSql source = sources.get(0);
    return "(SELECT to_json(array_agg("
        + source.listed("v")
        + " ORDER BY n DESC, v)) FROM (SELECT v, count(*) AS n FROM unnest(array_agg("
        + source.input()
        + ")"
        + source.filter()
        + ") AS rows(v) WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v LIMIT "
        + k
        + ") AS top)";
  }
}
