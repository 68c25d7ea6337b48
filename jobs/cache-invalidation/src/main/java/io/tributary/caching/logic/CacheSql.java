package io.tributary.caching.logic;

import io.tributary.event.RowSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule's keys as SQL over the rows of its table, for whoever needs them from the database itself:
 * {@code 'user:' || "user_id"::text}. NULL where a row has no key, as {@link KeyTemplate} has it.
 */
public final class CacheSql {

  private CacheSql() {}

  /**
   * The expression for a template's key.
   *
   * @param columns of the table
   * @throws IllegalArgumentException if the table lacks a column of the template, or its type
   *     cannot stand in a key
   */
  public static String key(KeyTemplate template, RowSchema columns) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < template.literals().size(); i++) {
      String literal = template.literals().get(i);
      // A first term of type text makes every || one of texts.
      if (!literal.isEmpty() || i == 0) {
        terms.add("'" + literal.replace("'", "''") + "'");
      }
      if (i < template.columns().size()) {
        terms.add(text(column(template.columns().get(i), columns)));
      }
    }
    return String.join(" || ", terms);
  }

  private static RowSchema.Column column(String name, RowSchema columns) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("the table has no column " + name);
    }
    RowSchema.Column column = columns.column(index);
    ColumnText.refusal(column.type())
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  "column " + name + " cannot stand in a key: " + why);
            });
    return column;
  }

  private static String text(RowSchema.Column column) {
    String name = "\"" + column.name().replace("\"", "\"\"") + "\"";
    return switch (column.type().kind()) {
      // A cast to text would trim char(n) and give inet a netmask; neither is what a reader sees.
      case TEXT -> "(CASE WHEN " + name + " IS NOT NULL THEN format('%s', " + name + ") END)";
      // Money comes as a number from the wire, and would bring its currency's sign from a cast.
      case NUMERIC -> name + "::numeric::text";
      default -> name + "::text";
    };
  }
}
