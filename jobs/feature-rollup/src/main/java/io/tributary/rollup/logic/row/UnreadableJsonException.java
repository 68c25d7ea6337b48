package io.tributary.rollup.logic.row;

/** A document that is none of jsonb. */
final class UnreadableJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableJsonException() {
    super("a document that jsonb cannot hold", null, false, false);
  }
}
