package io.tributary.decode.scan;

/**
 * Says that the fast path leaves a value, or a whole record, to the tree path, which decides and
 * words what is wrong, if anything is. Without a stack trace, as it is no error.
 */
public final class Unsure extends Exception {

  public static final Unsure INSTANCE = new Unsure();

  private static final long serialVersionUID = 1L;

  private Unsure() {
    super("", null, false, false);
  }
}
