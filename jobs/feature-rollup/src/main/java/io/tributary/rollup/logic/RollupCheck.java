package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Holds a rollup against the columns of its table. */
final class RollupCheck {

  private final Rollup rollup;
  private final RowSchema table;
  private final boolean complete;
  private final List<Misfit> misfits = new ArrayList<>();

  RollupCheck(Rollup rollup, RowSchema table, boolean complete) {
    this.rollup = rollup;
    this.table = table;
    this.complete = complete;
  }

  List<Misfit> misfits() {
    for (String column : rollup.entity()) {
      String remedy = "name a column of whole numbers, numeric, text, uuid or boolean";
      check("entity", column, Rollup::canNameEntity, remedy);
    }
    String moments = "name a column of timestamps or dates";
    if (rollup.eventTime() != null) {
      check("event-time", rollup.eventTime(), Rollup::canBeEventTime, moments);
    }
    rollup.features().forEach(this::check);
    return List.copyOf(misfits);
  }

  private void check(Feature feature) {
    String path = "features." + feature.name();
    Kept kept = feature.function().kept();
    if (feature.input() != null && kept != null) {
      String inputPath = path + "." + feature.function().key();
      check(inputPath, feature.input(), kept::accepts, "name a column of " + words(kept));
    }
    for (Condition condition : feature.where()) {
      String remedy =
          "compare whole numbers, numeric, text, uuid or boolean with a value of theirs";
      check(path + ".where." + condition.column(), condition.column(), condition::fits, remedy);
    }
  }

  private static String words(Kept kept) {
    if (!kept.accepts(ColumnType.Kind.TEXT)) {
      return "numbers";
    }
    return "numbers, text, uuid, boolean, dates or timestamps"
        + (kept.accepts(ColumnType.Kind.JSON) ? ", or json" : "");
  }

  private void check(String path, String column, Predicate<ColumnType.Kind> fits, String remedy) {
    int index = table.indexOf(column);
    if (index < 0) {
      if (complete) {
        String problem = rollup.from() + " has no column " + column;
        misfits.add(new Misfit(path, problem, "its columns are " + names()));
      }
      return;
    }
    ColumnType.Kind kind = table.column(index).type().kind();
    if (!fits.test(kind)) {
      String type = kind.name().toLowerCase(Locale.ROOT);
      misfits.add(new Misfit(path, "column " + column + " is of type " + type, remedy));
    }
  }

  private String names() {
    return String.join(", ", table.columns().stream().map(RowSchema.Column::name).toList());
  }
}
