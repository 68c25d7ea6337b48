package io.tributary.caching.logic;

/**
 * A key that a change should have invalidated and that nobody can compute. What an application
 * keeps under it stays there until its own expiry: no key is ever guessed.
 *
 * @param detail for people: {@code cache profile: user:{email} of the old row needs column email,
 *     which is unavailable}
 */
public record Gap(Code code, String detail) {

  /** Why the key is not known. */
  public enum Code {
    /** The wire did not carry the column and nothing before did: a row never seen, a TOAST gap. */
    CACHE_COLUMN_UNAVAILABLE("is unavailable"),
    /** The record's columns do not include it: it was renamed or dropped, or is protected. */
    CACHE_COLUMN_MISSING("is not among the record's columns"),
    /** The column has a type without one agreed text. */
    CACHE_COLUMN_TYPE("has a type that no key can hold"),
    /** The change names no row: its table has neither a primary key nor full identity. */
    CACHE_OLD_ROW_UNKNOWN("is unknown: the change does not say which row it was");

    private final String why;

    Code(String why) {
      this.why = why;
    }

    String why() {
      return why;
    }
  }
}
