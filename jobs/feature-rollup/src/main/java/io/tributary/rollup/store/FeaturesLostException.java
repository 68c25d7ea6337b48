package io.tributary.rollup.store;

/**
 * Redis may have lost features that it had acknowledged. It ends the attempt: the next one,
 * restored from state, writes all features again.
 */
public final class FeaturesLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final String MESSAGE =
      "Redis has been emptied, restarted or replaced, and may have lost features, or somebody has"
          + " asked for all of them; the job starts again and writes them";

  public FeaturesLostException() {
    super(MESSAGE);
  }
}
