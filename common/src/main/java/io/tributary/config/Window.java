package io.tributary.config;

import io.tributary.config.binding.Durations;
import io.tributary.config.binding.Scalar;
import io.tributary.config.binding.Shapes;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far back a feature looks.
 *
 * @param label as written in the file, and in the names of the results: {@code 5m}, {@code 7d},
 *     {@code lifetime}
 * @param length null for {@code lifetime}, which never forgets
 */
public record Window(String label, @Nullable Duration length) implements Serializable {
  /** The window over all rows of the table. */
  public static final Window LIFETIME = new Window("lifetime", null);

  /** The shortest window: features are kept in tiles, and no tile is shorter than a second. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  /** The longest window: a hundred years. What reaches back further is a lifetime. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  /** Reads {@code lifetime}, or a duration from a second on; empty for anything else. */
  static Optional<Window> parse(String text) {
    return text.equals(LIFETIME.label)
        ? Optional.of(LIFETIME)
        : Durations.parse(text)
            .filter(length -> length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0)
            .map(length -> new Window(text, length));
  }

  static void addTo(Shapes shapes) {
    shapes.with(
        Window.class,
        new Scalar<>(
            "window",
            Window::parse,
            Window::label,
            "write lifetime, or 1s to 36500d, such as 30s, 5m, 6h or 7d",
            "lifetime|" + Durations.PATTERN));
  }

  @Override
  public String toString() {
    return label;
  }
}
