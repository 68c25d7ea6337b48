package io.tributary.stack;

import org.jspecify.annotations.Nullable;

/**
 * A component could not be started, stopped or asked. The message says which one, what was waited
 * for, where its log is, and shows the end of that log.
 */
public final class StackException extends RuntimeException {
  StackException(String message) {
    super(message);
  }

  StackException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
