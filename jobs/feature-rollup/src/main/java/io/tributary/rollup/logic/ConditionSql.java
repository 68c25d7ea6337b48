package io.tributary.rollup.logic;

import java.util.stream.Collectors;

/** What a feature's conditions are in SQL. */
record ConditionSql(ColumnSql columns) {

  /** The feature's conditions, ready to be followed by another. */
  String accepts(Feature feature) {
    return feature.where().stream()
        .map(condition -> condition(condition) + " AND ")
        .collect(Collectors.joining());
  }

  private String condition(Condition condition) {
    String column = ColumnSql.column(condition.column());
    if (condition.value() == null) {
      return column + " IS NULL";
    }
    return switch (columns.kind(condition.column())) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC ->
          column + " = " + condition.number().orElseThrow().toPlainString();
      case BOOLEAN -> column + " = " + condition.text();
      default -> column + "::text = '" + condition.text().replace("'", "''") + "'";
    };
  }
}
