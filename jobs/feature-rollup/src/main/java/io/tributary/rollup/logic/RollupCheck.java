package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import io.tributary.rollup.logic.aggregate.Kept;
import io.tributary.rollup.logic.row.ColumnRef;
import io.tributary.rollup.logic.row.Constant;
import io.tributary.rollup.logic.row.Leaf;
import io.tributary.rollup.logic.row.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
      check("entity", ColumnRef.of(column), Use.of(Rollup::canNameEntity), remedy);
    }
    String moments = "name a column of timestamps or dates";
    String eventTime = rollup.eventTime();
    if (eventTime != null) {
      check("event-time", ColumnRef.of(eventTime), Use.of(Rollup::canBeEventTime), moments);
    }
    rollup.features().forEach(this::check);
    // A condition of the whole rollup is one of each feature.
    return misfits.stream().distinct().toList();
  }

  private void check(Feature feature) {
    String path = "features." + feature.name();
    Kept kept = feature.function().kept();
    if (feature.input() != null && kept != null) {
      String inputPath = path + "." + feature.function().key();
      Use use = Use.of(kept::accepts);
      check(inputPath, ColumnRef.of(feature.input()), use, "name a column of " + words(kept));
    }
    feature.where().leaves().forEach(this::check);
  }

  private static String words(Kept kept) {
    if (!kept.accepts(ColumnType.Kind.TEXT)) {
      return "numbers";
    }
    return "numbers, text, uuid, boolean, dates or timestamps"
        + (kept.accepts(ColumnType.Kind.JSON) ? ", or json" : "");
  }

  private void check(Leaf leaf) {
    if (leaf.constants().isEmpty()) {
      check(leaf.at(), leaf.column(), Use.NULL_TEST, "");
    }
    for (Constant constant : leaf.constants()) {
      String remedy = Comparability.remedy(leaf.column(), table);
      if (!check(leaf.at(), leaf.column(), constant, remedy)) {
        return;
      }
    }
  }

  /** Whether the column can be used so, or may be there without being known. */
  private boolean check(String path, ColumnRef column, Use use, String remedy) {
    if (column.indexIn(table) < 0) {
      if (complete) {
        String problem = rollup.from() + " has no column " + column.columns().get(0);
        misfits.add(new Misfit(path, problem, "its columns are " + names()));
      }
      return !complete;
    }
    if (column.fits(table, use)) {
      return true;
    }
    ColumnType.Kind kind = column.columnKind(table);
    boolean leadsNowhere = column.isInside(table) && kind != ColumnType.Kind.JSON;
    String used = column.isInside(table) ? column.head() : column.name();
    String problem = "column " + used + " is of type " + kind.name().toLowerCase(Locale.ROOT);
    misfits.add(
        leadsNowhere
            ? new Misfit(path, problem + ", into which no path leads", "name a json column")
            : new Misfit(path, problem, remedy));
    return false;
  }

  private String names() {
    return String.join(", ", table.columns().stream().map(RowSchema.Column::name).toList());
  }
}
