package io.tributary.rollup.logic.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text that PostgreSQL has for a document as jsonb: {@code {"a": 1, "bb": [1.50, null]}}. Short
 * keys come first, of two equal ones the last is kept, numbers have no exponent.
 */
final class JsonbText {

  private static final Comparator<String> KEYS =
      Comparator.<String>comparingInt(key -> key.getBytes(StandardCharsets.UTF_8).length)
          .thenComparing(TextOrder::compare);

  private JsonbText() {}

  /** The text of the value that a parser is at the beginning of; leaves it at the value's end. */
  static String of(JsonParser parser) throws IOException, UnreadableJsonException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(parser);
    } else if (token == JsonToken.START_ARRAY) {
      return array(parser);
    } else if (token == JsonToken.VALUE_STRING) {
      return quoted(parser.getText());
    }
    return token.isNumeric() ? number(parser).toPlainString() : parser.getText();
  }

  private static String object(JsonParser parser) throws IOException, UnreadableJsonException {
    Map<String, String> entries = new TreeMap<>(KEYS);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, quoted(key) + ": " + of(parser));
    }
    return "{" + String.join(", ", entries.values()) + "}";
  }

  private static String array(JsonParser parser) throws IOException, UnreadableJsonException {
    List<String> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(of(parser));
    }
    return "[" + String.join(", ", items) + "]";
  }

  /** A number, as long as it is one of PostgreSQL's numeric. */
  static BigDecimal number(JsonParser parser) throws IOException, UnreadableJsonException {
    BigDecimal number = parser.getDecimalValue();
    if (!Numeric.canHold(number)) {
      throw new UnreadableJsonException();
    }
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  /** A text, as long as it is one of PostgreSQL's. */
  static String string(String text) throws UnreadableJsonException {
    if (text.indexOf('\0') >= 0) {
      throw new UnreadableJsonException();
    }
    return text;
  }

  private static String quoted(String text) throws UnreadableJsonException {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (char next : string(text).toCharArray()) {
      switch (next) {
        case '"', '\\' -> quoted.append('\\').append(next);
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (next < ' ') {
            quoted.append(String.format("\\u%04x", (int) next));
          } else {
            quoted.append(next);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
