package io.tributary.rollup.logic.row;

/**
 * Why a row cannot be counted: the code that its dead letter carries, and the column at fault. The
 * row contributes nothing until a later change makes it whole, and nothing is then taken back.
 *
 * @param column a column's name, or a path into one
 */
public record Unusable(Code code, String column) {

  /** What can be wrong with a column. */
  public enum Code {
    /** The wire did not carry the value, and no earlier image had it. */
    COLUMN_UNAVAILABLE("the value of column %s is not known"),
    /** The table has no such column any more, or a privacy rule drops it. */
    COLUMN_MISSING("there is no column %s"),
    /** The column's type is none that the rollup can use. */
    COLUMN_TYPE_UNFIT("column %s has a type that does not fit its use"),
    /** A json document that PostgreSQL could not turn into jsonb. */
    JSON_UNREADABLE("the document that %s leads into cannot be held by jsonb");

    private final String wording;

    Code(String wording) {
      this.wording = wording;
    }
  }

  /** For people; names the column and no value. */
  public String detail() {
    return code.wording.formatted(column);
  }
}
