package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Any single value as YAML reads it: text, Long, BigInteger, BigDecimal, Boolean or null. */
public final class Literal implements Shape<Object> {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

  @Override
  public @Nullable Object bind(Place place) {
    ConfigNode node = place.node();
    if (node.value() != null && !node.isScalar()) {
      place.report(
          "expected a single value, found " + node.kind(),
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
