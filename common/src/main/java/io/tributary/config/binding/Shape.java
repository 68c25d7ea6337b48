package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a place in the file may hold: how it is read, shown and documented. */
public interface Shape<T> {

  /** The value at the place, or null after at least one violation was reported. */
  @Nullable T bind(Place place);

  /** The value as the file would have it, with secrets masked. */
  JsonNode show(T value);

  /** For people: {@code duration}, {@code list of text}. */
  String type();

  /** The keys that a mapping of this shape may have, each to be documented on its own. */
  default List<Key<?>> keys() {
    return List.of();
  }
}
