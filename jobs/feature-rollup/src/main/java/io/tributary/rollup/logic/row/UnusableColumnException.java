package io.tributary.rollup.logic.row;

/** Ends the reading of an image; has no stack trace, for rows like that can come in numbers. */
public final class UnusableColumnException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Unusable unusable;

  UnusableColumnException(Unusable unusable) {
    super(unusable.detail(), null, false, false);
    this.unusable = unusable;
  }

  public Unusable unusable() {
    return unusable;
  }
}
