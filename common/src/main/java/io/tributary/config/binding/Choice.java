package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One of an enum's constants, written in lower case with hyphens. */
final class Choice<E> implements Shape<E> {
  private final List<E> constants;

  Choice(Class<E> type) {
    this.constants = List.of(type.getEnumConstants());
  }

  @Override
  public @Nullable E bind(Place place) {
    ConfigNode node = place.node();
    for (E constant : constants) {
      if (node.isScalar() && written(constant).equals(node.text())) {
        return constant;
      }
    }
    place.report(
        node.found() + " is not one of " + String.join(", ", names()),
        Nearest.question(node.text(), names(), "write one of them"));
    return null;
  }

  @Override
  public JsonNode show(E value) {
    return JsonNodeFactory.instance.textNode(written(value));
  }

  @Override
  public String type() {
    return names().stream().collect(Collectors.joining(" or "));
  }

  List<String> names() {
    return constants.stream().map(Choice::written).toList();
  }

  private static String written(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String kebab(String camelCase) {
    return Arrays.stream(camelCase.split("(?=\\p{Lu})"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("-"));
  }
}
