package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Any single value as YAML reads it: text, Long, BigInteger, BigDecimal, Boolean or null. */
final class Literal implements Shape<Object> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public @Nullable Object bind(Place place) {
    ConfigNode node = place.node();
    if (node.value() != null && !node.isScalar()) {
      place.report(
          "expected a single value, found " + node.found(),
          "write a text, a number, true, false or null");
      return null;
    }
    return node.value();
  }

  @Override
  public JsonNode show(Object value) {
    return JSON.valueToTree(value);
  }

  @Override
  public String type() {
    return "text, number, true, false or null";
  }
}
