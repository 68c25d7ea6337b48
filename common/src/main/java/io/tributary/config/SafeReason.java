package io.tributary.config;

import io.tributary.config.binding.SecretNames;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Why another system's library does not take its properties, without a word of a secret among them.
 * Libraries quote what they cannot read, be it a piece of a password that was not quoted.
 */
public final class SafeReason {

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{Alnum}]+");

  private SafeReason() {}

  /**
   * The failure and what caused it, each with its message if that has no word in common with a
   * secret: {@code KafkaException: Failed to create new KafkaAdminClient < IllegalArgumentException
   * (what it says may quote a secret)}.
   */
  public static String of(Throwable failure, Map<String, String> properties) {
    Set<String> secret = new HashSet<>();
    properties.forEach(
        (name, value) -> {
          if (SecretNames.matches(name) || !new ConnectionUrl(value).toString().equals(value)) {
            secret.addAll(words(value));
          }
        });
    StringJoiner reasons = new StringJoiner(" < ");
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      String type = cause.getClass().getSimpleName();
      reasons.add(
          Collections.disjoint(words(message), secret)
              ? type + ": " + message
              : type + " (what it says may quote a secret)");
    }
    return reasons.toString();
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>(Arrays.asList(BETWEEN_WORDS.split(text)));
    words.remove("");
    return words;
  }
}
