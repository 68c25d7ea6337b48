package io.tributary.stack;

/**
 * A job that did not accept its arguments, or the file that they name. The message is what it said.
 */
public final class JobRefusedException extends RuntimeException {
  JobRefusedException(String message) {
    super(message);
  }
}
