package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A single value that is written as text, such as a duration.
 *
 * @param type for people, for example {@code duration}
 * @param parser empty for a text that is no such value
 * @param shown the value as the file would have it, with secrets masked
 * @param remedy what to write, for example {@code write schema.table}
 * @param pattern a regular expression that holds for every such text; empty for any
 */
public record Scalar<T>(
    String type,
    Function<String, Optional<T>> parser,
    Function<T, String> shown,
    String remedy,
    String pattern)
    implements Shape<T> {

  /** Any text that is not blank. */
  static final Scalar<String> TEXT =
      new Scalar<>(
          "text",
          text -> text.isBlank() ? Optional.empty() : Optional.of(text),
          text -> text,
          "write a text that is not empty",
          "");

  /** Any text at all. */
  static final Scalar<String> ANY_TEXT =
      new Scalar<>("text", Optional::of, text -> text, "write a text", "");

  @Override
  public @Nullable T bind(Place place) {
    ConfigNode node = place.node();
    if (!node.isScalar()) {
      place.report("expected " + type + ", found " + node.kind(), remedy);
      return null;
    }
    Optional<T> value = parser.apply(node.text());
    if (value.isEmpty()) {
      place.report("\"" + node.shown() + "\" " + misfit(), remedy);
    }
    return value.orElse(null);
  }

  @Override
  public JsonNode show(T value) {
    return JsonNodeFactory.instance.textNode(shown.apply(value));
  }

  private String misfit() {
    return type.equals(TEXT.type) ? "does not fit" : "is not a valid " + type;
  }

  /** The same, for texts that match a pattern only. */
  Scalar<T> matching(Matches limit) {
    return new Scalar<>(
        type,
        text -> text.matches(limit.value()) ? parser.apply(text) : Optional.empty(),
        shown,
        "write " + limit.words(),
        limit.value());
  }
}
