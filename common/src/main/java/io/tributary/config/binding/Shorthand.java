package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A value that is written as a mapping, or as a single word where that says it all.
 *
 * @param word the words, and what each stands for
 * @param isWord whether a value can be written as a word
 */
record Shorthand<T>(Shape<T> word, Shape<T> full, Predicate<T> isWord) implements Shape<T> {

  @Override
  public @Nullable T bind(Place place) {
    return place.node().value() != null && place.node().entries() != null
        ? full.bind(place)
        : word.bind(place);
  }

  @Override
  public JsonNode show(T value) {
    return isWord.test(value) ? word.show(value) : full.show(value);
  }

  @Override
  public String type() {
    return word.type() + " or a mapping";
  }

  @Override
  public List<Key<?>> keys() {
    return full.keys();
  }
}
