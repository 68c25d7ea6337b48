package io.tributary.rollup.logic.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tributary.event.ColumnType.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values that paths lead to in a JSON document, as PostgreSQL's {@code #>} does in what
 * the document is as jsonb: of two equal keys the last one counts.
 */
final class JsonPath {

  private static final Pattern POSITION = Pattern.compile("\\s*[+-]?[0-9]+");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Map<String, @Nullable Object> found = new HashMap<>();

  private JsonPath() {}

  /**
   * The values, in one reading of the document.
   *
   * @return by the names of the paths: String, BigDecimal or Boolean; of an object or array the
   *     text; null where there is nothing or JSON's null
   * @throws UnreadableJsonException if the document is none of jsonb, as far as it was read
   */
  static Map<String, @Nullable Object> find(String document, List<ColumnRef> paths)
      throws UnreadableJsonException {
    JsonPath search = new JsonPath();
    search.find(document, paths, 0);
    return search.found;
  }

  /** What a value that was found is when it is read as one of a kind; null for NULL. */
  static @Nullable Object as(Kind kind, @Nullable Object found) {
    return switch (kind) {
      case NUMERIC -> found instanceof BigDecimal ? found : null;
      case BOOLEAN -> found instanceof Boolean ? found : null;
      default ->
          found instanceof BigDecimal number
              ? number.toPlainString()
              : found == null ? null : found.toString();
    };
  }

  private void find(String document, List<ColumnRef> paths, int depth)
      throws UnreadableJsonException {
    try (JsonParser parser = JSON.createParser(document)) {
      if (parser.nextToken() == null) {
        throw new UnreadableJsonException();
      }
      find(parser, paths, depth);
    } catch (IOException | NumberFormatException e) {
      throw new UnreadableJsonException();
    }
  }

  /**
   * Goes on in the value that the parser is at the beginning of, and leaves it at the value's end.
   *
   * @param paths those whose first steps have led here
   * @param depth how many steps
   */
  private void find(JsonParser parser, List<ColumnRef> paths, int depth)
      throws IOException, UnreadableJsonException {
    boolean ends = false;
    for (ColumnRef path : paths) {
      // A path that came this far by an equal key before has led nowhere.
      found.put(path.name(), null);
      ends |= path.path().size() == depth;
    }
    if (ends) {
      end(parser, paths, depth);
    } else if (parser.currentToken() == JsonToken.START_OBJECT) {
      inObject(parser, paths, depth);
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      inArray(parser, paths, depth);
    }
  }

  /** Takes the value for the paths that end here; the others are sought in its text. */
  private void end(JsonParser parser, List<ColumnRef> paths, int depth)
      throws IOException, UnreadableJsonException {
    boolean container = parser.currentToken().isStructStart();
    Object value = value(parser);
    List<ColumnRef> others = new ArrayList<>();
    for (ColumnRef path : paths) {
      if (path.path().size() == depth) {
        found.put(path.name(), value);
      } else {
        others.add(path);
      }
    }
    if (container && !others.isEmpty()) {
      find((String) Objects.requireNonNull(value), others, depth);
    }
  }

  private void inObject(JsonParser parser, List<ColumnRef> paths, int depth)
      throws IOException, UnreadableJsonException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      List<ColumnRef> led = new ArrayList<>();
      for (ColumnRef path : paths) {
        if (path.path().get(depth).equals(key)) {
          led.add(path);
        }
      }
      into(parser, led, depth + 1);
    }
  }

  private void inArray(JsonParser parser, List<ColumnRef> paths, int depth)
      throws IOException, UnreadableJsonException {
    List<String> items = new ArrayList<>();
    boolean fromEnd = paths.stream().anyMatch(path -> position(path.path().get(depth), 0) < 0);
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (fromEnd) {
        items.add(JsonbText.of(parser));
      } else {
        into(parser, at(i, paths, depth, 0), depth + 1);
      }
    }
    for (int i = 0; i < items.size(); i++) {
      List<ColumnRef> led = at(i, paths, depth, items.size());
      if (!led.isEmpty()) {
        find(items.get(i), led, depth + 1);
      }
    }
  }

  private void into(JsonParser parser, List<ColumnRef> paths, int depth)
      throws IOException, UnreadableJsonException {
    if (paths.isEmpty()) {
      parser.skipChildren();
    } else {
      find(parser, paths, depth);
    }
  }

  /** The paths that lead to an item of an array. */
  private static List<ColumnRef> at(int index, List<ColumnRef> paths, int depth, int size) {
    return paths.stream().filter(path -> position(path.path().get(depth), size) == index).toList();
  }

  /**
   * The position that a step stands for; negative from the end, and beyond all where it is none.
   */
  private static int position(String step, int size) {
    if (!POSITION.matcher(step).matches()) {
      return Integer.MAX_VALUE;
    }
    try {
      int position = Integer.parseInt(step.strip());
      return position < 0 ? size + position : position;
    } catch (NumberFormatException tooLarge) {
      return Integer.MAX_VALUE;
    }
  }

  private static @Nullable Object value(JsonParser parser)
      throws IOException, UnreadableJsonException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonbText.number(parser);
      case VALUE_STRING -> JsonbText.string(parser.getText());
      default -> JsonbText.of(parser);
    };
  }
}
