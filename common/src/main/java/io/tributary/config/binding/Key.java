package io.tributary.config.binding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a mapping.
 *
 * @param name as written, for example {@code emit-every}, or {@code <name>} for any key
 * @param required whether an absent key is a violation
 * @param byDefault the value of an absent key as it would be written; empty for none
 */
public record Key<T>(
    String name, Shape<T> shape, boolean required, String byDefault, String description) {

  /** The value of an absent key; null for none. */
  @Nullable T defaultValue() {
    if (byDefault.isEmpty()) {
      return null;
    }
    List<Violation> violations = new ArrayList<>();
    ConfigNode written = new YamlReader(Placeholders.NONE, violations).read(byDefault);
    T value = shape.bind(new Place(written, violations));
    if (value == null || !violations.isEmpty()) {
      throw new IllegalStateException("the default of " + name + " is wrong: " + violations);
    }
    return value;
  }
}
