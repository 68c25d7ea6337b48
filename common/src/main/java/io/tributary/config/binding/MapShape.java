package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose keys the user chooses. Broken entries are reported and left out, so that the
 * others can still be checked.
 *
 * @param entry what stands for a key in the reference, for example {@code column}
 */
record MapShape<K, V>(Scalar<K> key, Shape<V> element, String entry, boolean nonEmpty)
    implements Shape<Map<K, V>> {

  @Override
  public @Nullable Map<K, V> bind(Place place) {
    Map<String, ConfigNode> entries = place.node().entries();
    if (entries == null) {
      place.report(
          "expected a mapping, found " + place.node().kind(), "write <" + entry + ">: value");
      return null;
    }
    if (entries.isEmpty() && nonEmpty) {
      place.report("is empty", "give at least one");
    }
    Map<K, V> bound = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigNode> written : entries.entrySet()) {
      bindEntry(place.at(written.getKey()), written.getKey(), bound);
    }
    return Collections.unmodifiableMap(bound);
  }

  private void bindEntry(Place at, String name, Map<K, V> bound) {
    V value = at.bind(element);
    K boundKey = key.bind(new Place(at.node().named(name), at.violations()));
    if (boundKey != null && (value != null || isNull(at))) {
      bound.put(boundKey, value);
    }
  }

  private boolean isNull(Place at) {
    return element instanceof Literal && at.node().value() == null;
  }

  @Override
  public JsonNode show(Map<K, V> value) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    value.forEach((name, each) -> shown.set(key.shown().apply(name), element.show(each)));
    return shown;
  }

  @Override
  public String type() {
    return element instanceof RecordShape || element instanceof Converted
        ? "mapping by " + entry
        : "mapping of " + entry + " to " + element.type();
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(new Key<>("<" + entry + ">", element, false, "", ""));
  }
}
