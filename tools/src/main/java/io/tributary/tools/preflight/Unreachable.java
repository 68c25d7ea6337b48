package io.tributary.tools.preflight;

/** Something cannot be looked at; the message says what, where, why and what to do. */
final class Unreachable extends Exception {

  private static final long serialVersionUID = 1L;

  Unreachable(String message) {
    super(message);
  }
}
