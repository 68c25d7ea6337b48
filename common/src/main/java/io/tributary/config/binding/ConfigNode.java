package io.tributary.config.binding;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of the file and where it stands.
 *
 * @param path for example {@code tables.public.users.key[0]}
 * @param line from 1
 * @param value a {@code Map<String, ConfigNode>} in the file's order, a {@code List<ConfigNode>},
 *     or a scalar under YAML 1.2's core schema: String, Long, BigInteger, BigDecimal, Boolean, null
 * @param text a scalar as written, its placeholders filled in; empty for mappings and lists
 * @param shown {@code text} with {@code ***} for what placeholders brought in
 */
public record ConfigNode(String path, int line, @Nullable Object value, String text, String shown) {

  /** The entries of a mapping; none for an absent value; null for anything else. */
  @SuppressWarnings("unchecked")
  public @Nullable Map<String, ConfigNode> entries() {
    if (value == null) {
      return Map.of();
    }
    return value instanceof Map ? (Map<String, ConfigNode>) value : null;
  }

  /** The items of a list; null for anything else. */
  @SuppressWarnings("unchecked")
  @Nullable List<ConfigNode> items() {
    return value instanceof List ? (List<ConfigNode>) value : null;
  }

  /** Whether this is text, a number, true or false. */
  boolean isScalar() {
    return value != null && !(value instanceof Map) && !(value instanceof List);
  }

  /** Whether a placeholder brought in some of the text. */
  boolean isFilled() {
    return !text.equals(shown);
  }

  /** A key of a mapping as a text of its own. */
  ConfigNode named(String key) {
    return new ConfigNode(path, line, key, key, key);
  }

  /** What kind of value was found here, for a violation. */
  public String kind() {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Map) {
      return "a mapping";
    }
    return value instanceof List ? "a list" : "a single value";
  }

  /** The value that was found here, for a violation, without what placeholders brought in. */
  String found() {
    if (!isScalar()) {
      return kind();
    }
    return value instanceof String ? '"' + shown + '"' : shown;
  }
}
