package io.tributary.decode.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain Java: maps in the wire's order, lists, strings, booleans, nulls; whole numbers as
 * {@link Long} or {@link java.math.BigInteger}, others as {@link BigDecimal}, so that none loses a
 * digit.
 */
public final class Json {

  /** PostgreSQL's numeric has up to 131072 digits before the point and 16383 after it. */
  private static final int LONGEST_NUMBER = 150_000;

  private static final int MOST_AT_ONCE = 8192;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // What is not UTF-8 is not JSON of Kafka Connect's.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Connect's header converter does not escape control characters.
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private Json() {}

  public static @Nullable Object parse(byte[] utf8) throws Undecodable {
    if (!isUtf8(utf8)) {
      throw new Undecodable(DecodeError.MALFORMED_JSON, utf8.length + " bytes that are not UTF-8");
    }
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      if (parser.nextToken() == null) {
        throw new Undecodable(DecodeError.MALFORMED_JSON, "not JSON");
      }
      Object value = read(parser);
      if (parser.nextToken() != null) {
        throw new Undecodable(DecodeError.MALFORMED_JSON, "more than one JSON value");
      }
      return value;
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the text around the error.
      long position = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
      throw new Undecodable(
          DecodeError.MALFORMED_JSON,
          position < 0 ? "not JSON" : "not JSON at byte " + position + " of " + utf8.length);
    } catch (IOException e) {
      throw new Undecodable(DecodeError.MALFORMED_JSON, utf8.length + " bytes that are not UTF-8");
    }
  }

  /**
   * Whether these bytes are UTF-8. Jackson would take more for it: characters in more bytes than
   * they need, such as NUL in two, and halves of surrogate pairs.
   */
  private static boolean isUtf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(Math.min(bytes.length, MOST_AT_ONCE) + 1);
    CoderResult result;
    do {
      text.clear();
      result = decoder.decode(in, text, true);
    } while (result.isOverflow());
    return result.isUnderflow();
  }

  private static @Nullable Object read(JsonParser parser) throws IOException, Undecodable {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> text(parser.getText());
      case VALUE_NUMBER_INT -> readInteger(parser);
      case VALUE_NUMBER_FLOAT -> readDecimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> readObject(JsonParser parser)
      throws IOException, Undecodable {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = text(parser.currentName());
      parser.nextToken();
      object.put(name, read(parser));
    }
    return object;
  }

  private static List<@Nullable Object> readArray(JsonParser parser)
      throws IOException, Undecodable {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }

  /** Half of a surrogate pair is no character, and none that could be kept as UTF-8. */
  private static String text(String parsed) throws Undecodable {
    for (int i = 0; i < parsed.length(); i++) {
      char next = parsed.charAt(i);
      if (!Character.isSurrogate(next)) {
        continue;
      } else if (Character.isSurrogatePair(
          next, i + 1 < parsed.length() ? parsed.charAt(i + 1) : 0)) {
        i++;
      } else {
        throw new Undecodable(DecodeError.MALFORMED_JSON, "a text with half of a surrogate pair");
      }
    }
    return parsed;
  }

  private static Number readInteger(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getBigIntegerValue()
        : (Number) parser.getLongValue();
  }

  private static Number readDecimal(JsonParser parser) throws IOException, Undecodable {
    try {
      BigDecimal decimal = parser.getDecimalValue();
      boolean negativeZero = decimal.signum() == 0 && parser.getText().startsWith("-");
      return negativeZero ? (Number) (-0.0d) : decimal;
    } catch (NumberFormatException e) {
      throw Undecodable.outOfRange("a number's exponent is beyond what any type can hold");
    }
  }

  /** Compact JSON text of what {@link #parse} returned. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists and scalars can be written as JSON", e);
    }
  }

  /** What kind of JSON this is, in a word that reveals nothing of its content. */
  public static String kindOf(@Nullable Object value) {
    if (value instanceof Map) {
      return "an object";
    } else if (value instanceof List) {
      return "an array";
    } else if (value instanceof String) {
      return "a string";
    } else if (value instanceof Boolean) {
      return "a boolean";
    } else if (value instanceof Number) {
      return "a number";
    }
    return "null";
  }
}
