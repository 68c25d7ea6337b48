package io.tributary.caching.logic;

import io.tributary.event.RowImage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a row's cache key is written: {@code user:{user_id}}, {@code reco:{user_id}:home}. A column's
 * name stands in braces and is replaced by the value's text as {@link ColumnText} gives it; doubled
 * braces stand for braces themselves, as in {@code {{user:{user_id}}}:home}, which pins the keys of
 * a user to one slot of a Redis Cluster.
 *
 * <p>A row with NULL in one of the columns has no key: no application can have built one from it,
 * and SQL's {@code ||} says the same.
 */
public final class KeyTemplate implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String text;
  private final List<String> literals;
  private final List<String> columns;

  private KeyTemplate(String text, List<String> literals, List<String> columns) {
    this.text = text;
    this.literals = List.copyOf(literals);
    this.columns = List.copyOf(columns);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it is empty or its braces do not match; says where
   */
  public static KeyTemplate parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "a key template is not empty: write one such as user:{id}");
    }
    List<String> literals = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean isBrace = c == '{' || c == '}';
      if (isBrace && !text.startsWith("" + c + c, at)) {
        String column = columnAt(text, at);
        literals.add(literal.toString());
        literal.setLength(0);
        columns.add(column);
        at += column.length() + 2;
      } else {
        literal.append(c);
        at += isBrace ? 2 : 1;
      }
    }
    literals.add(literal.toString());
    return new KeyTemplate(text, literals, columns);
  }

  private static String columnAt(String text, int open) {
    if (text.charAt(open) == '}') {
      throw new IllegalArgumentException(
          "the } at character " + open + " closes nothing; a brace itself is written }}");
    }
    int close = text.indexOf('}', open);
    String column = close < 0 ? "" : text.substring(open + 1, close);
    if (close < 0 || column.indexOf('{') >= 0) {
      throw new IllegalArgumentException(
          "the { at character " + open + " is not closed; a brace itself is written {{");
    }
    if (column.isEmpty()) {
      throw new IllegalArgumentException(
          "the {} at character " + open + " names no column: write one such as {id}");
    }
    return column;
  }

  /** The columns in the order in which they appear; one that appears twice is there twice. */
  public List<String> columns() {
    return columns;
  }

  /** The text around the columns: one more than there are columns, each possibly empty. */
  List<String> literals() {
    return literals;
  }

  /** The key of a row; none where a column is NULL, whatever the others are. */
  CacheKey keyOf(RowImage row) {
    StringBuilder key = new StringBuilder(literals.get(0));
    CacheKey notKnown = null;
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      Gap.Code gap = gapIn(row, column);
      if (gap != null) {
        notKnown = new CacheKey.Unknown(gap, column);
        continue;
      }
      int index = row.schema().indexOf(column);
      Object value = row.value(index);
      if (value == null) {
        return CacheKey.NONE;
      }
      key.append(ColumnText.of(row.schema().column(index).type(), value));
      key.append(literals.get(i + 1));
    }
    return notKnown == null ? new CacheKey.Known(key.toString()) : notKnown;
  }

  private static Gap.@Nullable Code gapIn(RowImage row, String column) {
    int index = row.schema().indexOf(column);
    if (index < 0) {
      return Gap.Code.CACHE_COLUMN_MISSING;
    }
    if (row.isUnavailable(index)) {
      return Gap.Code.CACHE_COLUMN_UNAVAILABLE;
    }
    boolean hasText = ColumnText.refusal(row.schema().column(index).type()).isEmpty();
    return hasText ? null : Gap.Code.CACHE_COLUMN_TYPE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyTemplate template && text.equals(template.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The template as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
