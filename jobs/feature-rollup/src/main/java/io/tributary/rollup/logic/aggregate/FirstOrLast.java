package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of the row that comes first or last by event time, then primary key; or those of
 * several such rows, beginning with that one.
 *
 * @param k how many values make a list; 0 for one value that is not in a list
 */
record FirstOrLast(String key, boolean last, int k) implements Function {

  @Override
  public Kept kept() {
    return last ? KeptAs.LAST : KeptAs.FIRST;
  }

  @Override
  public int defaultCap() {
    return Extreme.CAP + k;
  }

  @Override
  public Shown shown(Held held) {
    Multiset rows = (Multiset) held.total(0);
    if (k == 0) {
      Shown best = Extreme.best(rows, last);
      return "null".equals(best.json()) ? Shown.ABSENT : best;
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int index = last ? rows.size() - 1 - i : i;
      // Rows that are alike in all, of a table without a primary key, are one element.
      for (long n = 0; n < rows.count(index) && values.size() < k; n++) {
        values.add(rows.element(index).json());
      }
    }
    if (values.size() < k && rows.isPartial()) {
      return Shown.BEYOND_CAP;
    }
    return values.isEmpty() ? Shown.ABSENT : Shown.of(Json.list(values));
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return k == 0 ? ValueType.of(input) : ValueType.of(input).list();
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    FunctionSql source = sources.get(0);
    String inOrder = source.inOrder(last);
    return k == 0
        ? source.shown("(" + inOrder + ")[1]")
        : "(SELECT to_json(array_agg("
            + source.listed("v")
            + " ORDER BY i)) FROM unnest(("
            + inOrder
            + ")[1:"
            + k
            + "]) WITH ORDINALITY AS rows(v, i))";
  }
}
