package io.tributary.decode.wire;

import org.jspecify.annotations.Nullable;

/** Carries the reason for a rejection from where it is found to where it becomes a value. */
public final class Undecodable extends Exception {

  private static final long serialVersionUID = 1L;

  private final DecodeError code;
  private final String detail;

  public Undecodable(DecodeError code, String detail) {
    super(detail, null, false, false);
    this.code = code;
    this.detail = detail;
  }

  public static Undecodable mismatch(String expected, @Nullable Object found) {
    return new Undecodable(
        DecodeError.TYPE_MISMATCH, "expected " + expected + ", found " + Json.kindOf(found));
  }

  public static Undecodable outOfRange(String what) {
    return new Undecodable(DecodeError.VALUE_OUT_OF_RANGE, what);
  }

  public static Undecodable missing(String field) {
    return new Undecodable(DecodeError.MISSING_FIELD, field + " is missing");
  }

  public DecodeError code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  /** The same reason, for a column. */
  public Undecodable in(String column) {
    return new Undecodable(code, "column " + column + ": " + detail);
  }

  /** The same reason where it makes a key unreadable. */
  public Undecodable inKey(String where) {
    return new Undecodable(DecodeError.MALFORMED_KEY, where + ": " + detail);
  }
}
