package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list without repetitions; a single value stands for a list of one. Broken items are reported
 * and left out, so that the others can still be checked.
 */
public record ListShape<T>(Shape<T> item, boolean nonEmpty) implements Shape<List<T>> {

  @Override
  public @Nullable List<T> bind(Place place) {
    if (place.node().value() == null || place.node().entries() != null) {
      place.report("expected " + type() + ", found " + place.node().kind(), "write [a, b]");
      return null;
    }
    List<ConfigNode> nodes = place.node().items();
    int size = nodes == null ? 1 : nodes.size();
    if (size == 0 && nonEmpty) {
      place.report("is empty", "give at least one");
    }
    List<T> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Place at = place.at(i);
      T bound = nodes == null ? item.bind(at) : at.bind(item);
      if (bound != null && items.contains(bound)) {
        at.report("is written twice", "keep one of the two");
      } else if (bound != null) {
        items.add(bound);
      }
    }
    return List.copyOf(items);
  }

  @Override
  public JsonNode show(List<T> value) {
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    value.forEach(each -> shown.add(item.show(each)));
    return shown;
  }

  @Override
  public String type() {
    return "list of " + item.type();
  }
}
