package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value whose written form has a shape of its own. */
record Converted<W, T>(Shape<W> written, Function<W, T> toValue, Function<T, W> toWritten)
    implements Shape<T> {

  @Override
  public @Nullable T bind(Place place) {
    int before = place.violations().size();
    W bound = written.bind(place);
    return bound == null || place.violations().size() > before ? null : toValue.apply(bound);
  }

  @Override
  public JsonNode show(T value) {
    return written.show(toWritten.apply(value));
  }

  @Override
  public String type() {
    return written.type();
  }

  @Override
  public List<Key<?>> keys() {
    return written.keys();
  }
}
