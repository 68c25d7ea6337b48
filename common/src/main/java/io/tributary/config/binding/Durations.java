package io.tributary.config.binding;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the file writes them: a whole number and a unit, such as {@code 100ms}. */
public final class Durations {
  /** What a duration looks like, for people. */
  public static final String WORDS =
      "write a whole number and a unit (ms, s, m, h, d), for example 100ms, 30s, 5m, 6h or 7d";

  /** What a duration looks like, as a regular expression. */
  public static final String PATTERN = "[0-9]+(ms|s|m|h|d)";

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");

  private Durations() {}

  /** Reads a duration; empty when the text is none. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    try {
      return Optional.of(Duration.ofMillis(Math.multiplyExact(count, millis(matcher.group(2)))));
    } catch (ArithmeticException tooLong) {
      return Optional.empty();
    }
  }

  /** Writes a duration in the largest unit that divides it. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      if (millis > 0 && millis % millis(unit) == 0) {
        return millis / millis(unit) + unit;
      }
    }
    return millis + "ms";
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> throw new IllegalArgumentException("no such unit: " + unit);
    };
  }
}
