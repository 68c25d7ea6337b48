package io.tributary.sandbox;

import io.tributary.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

/** Why a run ended early, in words for the one who started it; the log has the rest. */
final class Failure {

  private Failure() {}

  /** The message where it was written for people, and with the kind of failure where it was not. */
  static String describe(Throwable failure) {
    Throwable cause = failure.getCause();
    if (failure instanceof ExecutionException && cause != null) {
      return describe(cause);
    }
    String message = failure.getMessage();
    if (failure instanceof UncheckedIOException && cause != null) {
      return message + ": " + describe(cause);
    }
    return isForPeople(failure) && message != null ? message : failure.toString();
  }

  /** The messages of exceptions about files are often a path alone. */
  private static boolean isForPeople(Throwable failure) {
    return failure instanceof StackException
        || failure instanceof IllegalStateException
        || failure instanceof SQLException
        || (failure instanceof IOException && !(failure instanceof FileSystemException));
  }
}
