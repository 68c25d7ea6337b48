package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.row.ColumnRef;
import io.tributary.rollup.logic.row.Predicate;
import io.tributary.rollup.logic.row.RowSql;
import io.tributary.rollup.logic.row.SqlText;
import io.tributary.rollup.logic.row.Use;
import java.util.List;
import java.util.stream.Collectors;

/** The columns of a table, {@code r}, in SQL, and the values inside of its json ones. */
record ColumnSql(RowSql values) {

  ColumnSql(RowSchema table) {
    this(new RowSql("r", table));
  }

  /** The kind that a use gets of a column or path. */
  ColumnType.Kind kind(String column, Use use) {
    return values.kind(ColumnRef.of(column), use);
  }

  /** The value that a use gets of a column or path. */
  String column(String column, Use use) {
    return values.value(ColumnRef.of(column), use);
  }

  /** A condition, ready to be followed by another; empty where there is none. */
  String condition(Predicate where) {
    return where.parts().map(part -> part.sql(values) + " AND ").collect(Collectors.joining());
  }

  /** An entity as in Redis keys. */
  String entity(List<String> names) {
    return names.stream().map(this::entityValue).collect(Collectors.joining(" || '|' || "));
  }

  private String entityValue(String name) {
    String value = column(name, RowReader.ENTITY);
    return switch (kind(name, RowReader.ENTITY)) {
      case NUMERIC -> "trim_scale(" + value + ")::text";
      case TEXT -> "replace(replace(" + value + "::text, '\\', '\\\\'), '|', '\\|')";
      default -> value + "::text";
    };
  }

  /** Conditions that an entity is that of a row called {@code each}, each after an AND. */
  String sameAs(List<String> names) {
    return names.stream()
        .map(name -> " AND " + column(name, RowReader.ENTITY) + " = each." + quoted(name))
        .collect(Collectors.joining());
  }

  static String table(TableId table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }

  static String quoted(String name) {
    return SqlText.name(name);
  }
}
