package io.tributary.rollup.logic;

import io.tributary.event.RowSchema;
import io.tributary.rollup.logic.row.ColumnRef;

/** What the columns of each kind can be compared with, for people. */
final class Comparability {

  private Comparability() {}

  /** What to do where a constant does not fit a column. */
  static String remedy(ColumnRef column, RowSchema table) {
    if (column.indexIn(table) < 0) {
      return "";
    }
    return switch (column.columnKind(table)) {
      case SMALLINT, INTEGER, BIGINT -> "compare it with a number";
      case NUMERIC -> "compare it with a number, NaN or Infinity";
      case REAL, DOUBLE -> "compare it with a number in its range, NaN or Infinity";
      case BOOLEAN -> "compare it with true or false";
      case TEXT -> "compare it with a text";
      case UUID -> "compare it with a uuid such as 2f1c1e2a-0000-4000-8000-00000000002a";
      case DATE -> "compare it with a date such as 2026-02-28, or infinity";
      case TIMESTAMP, TIMESTAMPTZ ->
          "compare it with a time such as 2026-02-28T12:00:00Z, of at most six digits below the"
              + " second, or infinity";
      case JSON -> "name a value inside of it such as " + column.name() + ".page.type";
      case BYTES, TIME, INTERVAL, BITS, ARRAY, HSTORE ->
          "ask of it no more than null: true or null: false";
    };
  }
}
