package io.tributary.config;

import io.tributary.config.binding.Placeholders;
import io.tributary.config.binding.Scalar;
import io.tributary.config.binding.Shapes;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a server is, possibly with the password to it: {@code rediss://tributary:pw@redis:6379},
 * {@code jdbc:postgresql://db/app?password=pw}. It shows itself with the password masked.
 *
 * @param reveal the address as it is, for the client that connects
 */
public record ConnectionUrl(String reveal) implements Serializable {
  private static final Pattern USER_INFO = Pattern.compile("(://[^:/?#]*:).*@");
  private static final Pattern PARAMETER = Pattern.compile("(?i)([?&]\\w*password=)[^&]*");

  static void addTo(Shapes shapes) {
    shapes.with(
        ConnectionUrl.class,
        new Scalar<>(
            "URL",
            text -> Optional.of(new ConnectionUrl(text)),
            ConnectionUrl::toString,
            "write a URL",
            ""));
  }

  @Override
  public String toString() {
    String masked = USER_INFO.matcher(reveal).replaceFirst("$1" + Placeholders.MASK + "@");
    return PARAMETER.matcher(masked).replaceAll("$1" + Placeholders.MASK);
  }
}
