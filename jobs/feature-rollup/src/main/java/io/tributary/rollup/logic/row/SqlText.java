package io.tributary.rollup.logic.row;

/** Names and texts in SQL. */
public final class SqlText {

  private SqlText() {}

  /** A name in double quotes. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text in single quotes. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
