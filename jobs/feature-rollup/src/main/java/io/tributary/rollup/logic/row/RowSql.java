package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.Collectors;

/**
 * The values of a table's rows in SQL. It does not depend on the session's settings.
 *
 * @param alias the table's name in the query
 * @param table all of its columns
 */
public record RowSql(String alias, RowSchema table) {

  /** The kind of the values that {@link #value} has. */
  public Kind kind(ColumnRef column, Use use) {
    return column.kind(table, use);
  }

  /** The value of a column that fits its use, NULL for what is not there. */
  public String value(ColumnRef column, Use use) {
    String whole = alias + "." + SqlText.name(table.column(column.indexIn(table)).name());
    if (column.isInside(table)) {
      return inside(whole, column, use.insideJson());
    }
    ColumnType type = table.column(column.indexIn(table)).type();
    return switch (type.kind()) {
      // money, which is numeric here, can be compared with no number.
      case NUMERIC -> whole + "::numeric";
      // A cast would take the blanks from char(n), and add a net to inet; records have the former.
      case TEXT -> type.precision() == 0 ? whole : asWritten(whole);
      default -> whole;
    };
  }

  private static String asWritten(String whole) {
    return "(CASE WHEN " + whole + " IS NOT NULL THEN format('%s', " + whole + ") END)";
  }

  private static String inside(String whole, ColumnRef column, Kind kind) {
    String path =
        column.path().stream()
            .map(SqlText::literal)
            .collect(Collectors.joining(", ", "ARRAY[", "]"));
    String text = "(" + whole + "::jsonb #>> " + path + ")";
    if (kind == Kind.TEXT) {
      return text;
    }
    boolean number = kind == Kind.NUMERIC;
    return "(CASE WHEN jsonb_typeof(%s::jsonb #> %s) = '%s' THEN %s::%s END)"
        .formatted(
            whole, path, number ? "number" : "boolean", text, number ? "numeric" : "boolean");
  }

  /** The value in a form that can be compared with a {@link #constant}. */
  String comparable(ColumnRef column, Use use) {
    String value = value(column, use);
    return switch (kind(column, use)) {
      case TEXT, UUID -> "(" + value + "::text COLLATE \"C\")";
      default -> value;
    };
  }

  /** A constant that a column can be compared with. */
  String constant(ColumnRef column, Constant constant) {
    Kind kind = kind(column, constant);
    Serializable form = constant.form(kind);
    return switch (kind) {
      case REAL -> SqlText.literal(form.toString()) + "::real";
      case DOUBLE -> SqlText.literal(form.toString()) + "::double precision";
      case SMALLINT, INTEGER, BIGINT, NUMERIC ->
          form instanceof BigDecimal number
              ? number.toPlainString()
              : SqlText.literal(form.toString()) + "::numeric";
      case BOOLEAN -> form.toString();
      case DATE -> "DATE " + moment(form, LocalDate.MIN, LocalDate.MAX);
      case TIMESTAMP -> "TIMESTAMP " + moment(form, LocalDateTime.MIN, LocalDateTime.MAX);
      case TIMESTAMPTZ -> "TIMESTAMPTZ " + moment(form, Instant.MIN, Instant.MAX);
      default -> SqlText.literal(form.toString());
    };
  }

  private static String moment(Serializable form, Serializable first, Serializable last) {
    return SqlText.literal(
        form.equals(last) ? "infinity" : form.equals(first) ? "-infinity" : form.toString());
  }
}
