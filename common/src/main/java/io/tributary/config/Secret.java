package io.tributary.config;

import io.tributary.config.binding.Placeholders;
import java.io.Serializable;

/** A password or a key; it shows itself as {@code ***}. */
public record Secret(String reveal) implements Serializable {

  @Override
  public String toString() {
    return Placeholders.MASK;
  }
}
