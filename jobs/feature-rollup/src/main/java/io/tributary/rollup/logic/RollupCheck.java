package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Holds a rollup against the columns of its table. */
final class RollupCheck {

  private final Rollup rollup;
  private final RowSchema table;
  private final List<String> violations = new ArrayList<>();

  RollupCheck(Rollup rollup, RowSchema table) {
    this.rollup = rollup;
    this.table = table;
  }

  List<String> violations() {
    for (String column : rollup.entity()) {
      check("entity", column, Rollup::canNameEntity, "a number, text, uuid or boolean");
    }
    check("event-time", rollup.eventTime(), Rollup::canBeEventTime, "a timestamp or date");
    for (Feature feature : rollup.features()) {
      String at = "features." + feature.name();
      if (feature.input() != null) {
        check(at, feature.input(), feature.aggregate()::accepts, "a number");
      }
      for (Condition condition : feature.where()) {
        String wanted = "of a type that can be compared with " + condition.text();
        check(at + ".where", condition.column(), condition::fits, wanted);
      }
    }
    return List.copyOf(violations);
  }

  private void check(String at, String column, Predicate<ColumnType.Kind> fits, String wanted) {
    int index = table.indexOf(column);
    if (index < 0) {
      violations.add(at + ": " + rollup.from() + " has no column " + column);
      return;
    }
    ColumnType.Kind kind = table.column(index).type().kind();
    if (!fits.test(kind)) {
      violations.add(at + ": column " + column + " is " + kind + ", expected " + wanted);
    }
  }
}
