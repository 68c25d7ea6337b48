package io.tributary.rollup.plan;

import io.tributary.config.ColumnTest;
import io.tributary.config.Filter;
import io.tributary.rollup.logic.row.And;
import io.tributary.rollup.logic.row.ColumnRef;
import io.tributary.rollup.logic.row.Compare;
import io.tributary.rollup.logic.row.Constant;
import io.tributary.rollup.logic.row.In;
import io.tributary.rollup.logic.row.IsNull;
import io.tributary.rollup.logic.row.Not;
import io.tributary.rollup.logic.row.Operator;
import io.tributary.rollup.logic.row.Or;
import io.tributary.rollup.logic.row.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compiles the filters of a configuration. */
final class Conditions {

  private Conditions() {}

  /**
   * The condition that a filter stands for.
   *
   * @param at its place below the rollup: {@code features.clicks.where}
   */
  static Predicate of(Filter filter, String at) {
    return new And(all(filter, at + "."));
  }

  private static List<Predicate> all(Filter filter, String at) {
    List<Predicate> all = new ArrayList<>();
    filter
        .columns()
        .forEach((column, test) -> add(ColumnRef.of(column), test, at + column, all::add));
    all.addAll(each(filter.allOf(), at + "all-of"));
    if (!filter.anyOf().isEmpty()) {
      all.add(new Or(each(filter.anyOf(), at + "any-of")));
    }
    if (!filter.noneOf().isEmpty()) {
      all.add(new Not(new Or(each(filter.noneOf(), at + "none-of"))));
    }
    return all;
  }

  private static List<Predicate> each(List<Filter> filters, String at) {
    List<Predicate> each = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      List<Predicate> all = all(filters.get(i), at + "[" + i + "].");
      each.add(all.size() == 1 ? all.get(0) : new And(all));
    }
    return each;
  }

  private static void add(ColumnRef column, ColumnTest test, String at, Consumer<Predicate> all) {
    compare(column, Operator.EQ, test.is(), at, all);
    compare(column, Operator.GT, test.gt(), at + ".gt", all);
    compare(column, Operator.GTE, test.gte(), at + ".gte", all);
    compare(column, Operator.LT, test.lt(), at + ".lt", all);
    compare(column, Operator.LTE, test.lte(), at + ".lte", all);
    compare(column, Operator.NE, test.not(), at + ".not", all);
    if (test.in() != null) {
      all.accept(new In(column, constants(test.in()), at));
    }
    if (test.notIn() != null) {
      all.accept(new Not(new In(column, constants(test.notIn()), at + ".not-in")));
    }
    if (test.isNull() != null) {
      Predicate isNull = new IsNull(column, at);
      all.accept(test.isNull() ? isNull : new Not(isNull));
    }
  }

  private static void compare(
      ColumnRef column,
      Operator operator,
      @Nullable Object constant,
      String at,
      Consumer<Predicate> all) {
    if (constant != null) {
      all.accept(new Compare(column, operator, Constant.of(constant), at));
    }
  }

  private static List<Constant> constants(List<Object> values) {
    return values.stream().map(Constant::of).toList();
  }
}
