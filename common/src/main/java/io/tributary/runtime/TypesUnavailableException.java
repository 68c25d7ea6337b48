package io.tributary.runtime;

/** A source of the columns' types that was named cannot be had. The message says what to check. */
public final class TypesUnavailableException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  TypesUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
