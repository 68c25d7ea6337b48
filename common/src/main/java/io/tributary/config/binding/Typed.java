package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A single value that YAML itself tells from text: a number, or true and false.
 *
 * @param type for people
 * @param schemaType the same in JSON Schema's words
 * @param remedy what to write
 * @param reader empty for a text that is no such value
 */
record Typed<T>(String type, String schemaType, String remedy, Function<String, Optional<T>> reader)
    implements Shape<T> {

  private static final Pattern NUMBERS =
      Pattern.compile("-?([0-9]{1,40}[.]?[0-9]{0,40}|[.][0-9]{1,40})([eE][-+]?[0-9]{1,3})?");

  static final Typed<Integer> WHOLE_NUMBER =
      new Typed<>(
          "whole number",
          "integer",
          "write digits, without quotes",
          text ->
              text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty());

  static final Typed<BigDecimal> NUMBER =
      new Typed<>(
          "number",
          "number",
          "write a number, without quotes",
          text ->
              NUMBERS.matcher(text).matches()
                  ? Optional.of(new BigDecimal(text))
                  : Optional.empty());

  static final Typed<Boolean> TRUE_OR_FALSE =
      new Typed<>(
          "true or false",
          "boolean",
          "write true or false, without quotes",
          text ->
              text.matches("(?i)true|false")
                  ? Optional.of(Boolean.valueOf(text))
                  : Optional.empty());

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

  @Override
  public @Nullable T bind(Place place) {
    ConfigNode node = place.node();
    boolean quoted = node.value() instanceof String && !node.isFilled();
    Optional<T> value = node.isScalar() && !quoted ? reader.apply(node.text()) : Optional.empty();
    if (value.isEmpty()) {
      place.report("expected " + type + ", found " + node.found(), remedy);
    }
    return value.orElse(null);
  }

  @Override
  public JsonNode show(T value) {
    return JSON.valueToTree(value);
  }
}
