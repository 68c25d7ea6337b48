package io.tributary.runtime.tables;

import org.jspecify.annotations.Nullable;

/** A source of the columns' types that was named cannot be had. The message says what to check. */
public final class TypesUnavailableException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  public TypesUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
