package io.tributary.config;

import io.tributary.config.binding.Placeholders;
import io.tributary.config.binding.Scalar;
import io.tributary.config.binding.Shapes;
import java.io.Serializable;
import java.util.Optional;

/** A password or a key; it shows itself as {@code ***}. */
public record Secret(String reveal) implements Serializable {

  static void addTo(Shapes shapes) {
    shapes.with(
        Secret.class,
        new Scalar<>(
            "secret",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text)),
            Secret::toString,
            "write ${env:NAME} or ${file:/path}",
            ""));
  }

  @Override
  public String toString() {
    return Placeholders.MASK;
  }
}
