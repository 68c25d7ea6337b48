package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Properties of another system; a value whose name sounds like a secret is masked when shown. */
record ForeignProperties(MapShape<String, String> properties)
    implements Shape<Map<String, String>> {
  @Override
  public @Nullable Map<String, String> bind(Place place) {
    return properties.bind(place);
  }

  @Override
  public JsonNode show(Map<String, String> value) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    value.forEach(
        (name, text) -> shown.put(name, SecretNames.matches(name) ? Placeholders.MASK : text));
    return shown;
  }

  @Override
  public String type() {
    return properties.type();
  }

  @Override
  public List<Key<?>> keys() {
    return properties.keys();
  }
}
