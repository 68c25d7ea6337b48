package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the SQL of a {@link Function} is made of, for one feature and one window.
 *
 * @param counted the condition under which a row counts
 * @param column the input's column; null where there is none
 * @param kind of the column's values
 * @param order what puts rows in order: event time and the primary key's columns
 * @param weight of a row in a window that decays
 */
public record FunctionSql(
    String counted,
    @Nullable String column,
    ColumnType.Kind kind,
    List<String> order,
    String weight) {

  /** Follows an aggregate and limits it to the rows that count. */
  String filter() {
    return " FILTER (WHERE " + counted + ")";
  }

  String filterAnd(String condition) {
    return " FILTER (WHERE " + counted + " AND " + condition + ")";
  }

  boolean isFloating() {
    return RowInput.isFloating(kind);
  }

  /** The input, in an order and with an equality that are those of {@link Element}. */
  String input() {
    return ValueSql.ordered(String.valueOf(column), kind);
  }

  /** The input as a number of a type with a sum that does not overflow. */
  String number() {
    return column + (isFloating() ? "::double precision" : "::numeric");
  }

  /** The smallest or the greatest input. PostgreSQL has neither for boolean. */
  String extreme(boolean greatest) {
    String function = greatest ? "max" : "min";
    if (kind == ColumnType.Kind.BOOLEAN) {
      function = greatest ? "bool_or" : "bool_and";
    }
    return function + "(" + input() + ")";
  }

  /** An array of the inputs, of the first row or of the last row on. */
  String inOrder(boolean descending) {
    List<String> keys = new ArrayList<>();
    order.forEach(each -> keys.add(each + (descending ? " DESC" : "")));
    keys.add(input() + (descending ? " DESC NULLS LAST" : " NULLS FIRST"));
    return "array_agg(" + input() + " ORDER BY " + String.join(", ", keys) + ")" + filter();
  }

  /** A value of the input's as text. */
  String shown(String value) {
    return ValueSql.shown(value, kind);
  }

  /** A value of the input's as an element of a list. */
  String listed(String value) {
    return ValueSql.listed(value, kind);
  }

  /** Rounded half up to 16 decimals, having been cut off after 17. */
  static String quotient(String dividend, String divisor) {
    return "trim_scale(round(div((%s) * 1e17, nullif(%s, 0)) * 1e-17, 16))"
        .formatted(dividend, divisor);
  }

  static String rootOfQuotient(String dividend, String divisor) {
    return "trim_scale(round(trunc(sqrt(round(div(%s * 1e34, nullif(%s, 0)), 10))) * 1e-17, 16))"
        .formatted(dividend, divisor);
  }
}
