package io.tributary.tools.options;

import java.util.concurrent.ExecutionException;

/** What Kafka's clients say of a failure, without the values of properties, which may be secret. */
public final class KafkaTrouble {

  private KafkaTrouble() {}

  /** The failure and what is behind it. */
  public static String of(Throwable failure) {
    Throwable thrown =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    Throwable cause = thrown.getCause();
    return said(thrown) + (cause == null ? "" : ": " + said(cause));
  }

  private static String said(Throwable e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("(?s)(Invalid value ).*( for configuration )", "$1***$2")
        .replaceFirst("(?s)(for key )'.*'( in JAAS)", "$1'***'$2");
  }
}
