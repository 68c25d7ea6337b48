package io.tributary.rollup;

/**
 * Redis may have lost features that it had acknowledged. It ends the attempt: the next one,
 * restored from state, writes all features again.
 */
final class FeaturesLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final String MESSAGE =
      "Redis has been emptied, restarted or replaced, and may have lost features, or somebody has"
          + " asked for all of them; the job starts again and writes them";

  FeaturesLostException() {
    super(MESSAGE);
  }
}
