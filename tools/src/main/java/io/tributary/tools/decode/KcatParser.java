package io.tributary.tools.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads lines as records; see {@link KcatLine}. */
final class KcatParser {

  private static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;
    private final String detail;

    Unreadable(String detail) {
      super(detail, null, false, false);
      this.detail = detail;
    }
  }

  private static final ObjectReader JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private KcatParser() {}

  /** Reads a line. Never throws for what is in it. */
  static KcatLine parse(byte[] line) {
    try {
      return new KcatLine.Read(record(line));
    } catch (Unreadable e) {
      return new KcatLine.Malformed(e.detail);
    }
  }

  /** Whether there is nothing on a line. */
  static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  private static RawRecord record(byte[] line) throws Unreadable {
    JsonNode json = object(line);
    JsonNode topic = json.get("topic");
    if (topic == null || !topic.isTextual()) {
      throw new Unreadable("there is no topic; a line is a record as kcat -J writes it");
    }
    long partition = number(json, "partition");
    if (partition != (int) partition) {
      throw new Unreadable("partition is out of range");
    }
    return new RawRecord(
        new Origin(topic.textValue(), (int) partition, number(json, "offset")),
        number(json, "ts"),
        content(json, "key"),
        content(json, "payload"),
        headers(json));
  }

  private static JsonNode object(byte[] line) throws Unreadable {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.isObject()) {
        return json;
      }
      throw new Unreadable("the line is " + kindOf(json) + ", not an object");
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the text around the error.
      long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
      throw new Unreadable(at < 0 ? "not JSON" : "not JSON at byte " + at + " of " + line.length);
    } catch (IOException e) {
      throw new Unreadable("not UTF-8");
    }
  }

  private static long number(JsonNode json, String name) throws Unreadable {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return 0;
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    throw new Unreadable(name + " is " + kindOf(value) + ", not a whole number");
  }

  private static byte @Nullable [] content(JsonNode json, String name) throws Unreadable {
    byte[] text = utf8(json.get(name), name);
    JsonNode encoded = json.get(name + "_base64");
    if (encoded == null || encoded.isNull()) {
      return text;
    } else if (text != null) {
      throw new Unreadable("there are both " + name + " and " + name + "_base64");
    } else if (!encoded.isTextual()) {
      throw new Unreadable(name + "_base64 is " + kindOf(encoded) + ", not a string");
    }
    try {
      return Base64.getDecoder().decode(encoded.textValue());
    } catch (IllegalArgumentException e) {
      throw new Unreadable(name + "_base64 is not base64");
    }
  }

  private static List<RawRecord.Header> headers(JsonNode json) throws Unreadable {
    JsonNode flat = json.get("headers");
    if (flat == null || flat.isNull()) {
      return List.of();
    } else if (!flat.isArray() || flat.size() % 2 != 0) {
      throw new Unreadable("headers is not a list of alternating names and values");
    }
    List<RawRecord.Header> headers = new ArrayList<>(flat.size() / 2);
    for (int i = 0; i < flat.size(); i += 2) {
      if (!flat.get(i).isTextual()) {
        throw new Unreadable("the name of a header is " + kindOf(flat.get(i)));
      }
      byte[] value = utf8(flat.get(i + 1), "the value of a header");
      headers.add(new RawRecord.Header(flat.get(i).textValue(), value));
    }
    return headers;
  }

  private static byte @Nullable [] utf8(@Nullable JsonNode text, String name) throws Unreadable {
    if (text == null || text.isNull()) {
      return null;
    } else if (!text.isTextual()) {
      throw new Unreadable(name + " is " + kindOf(text) + ", not a string");
    }
    try {
      ByteBuffer bytes =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.textValue()));
      byte[] utf8 = new byte[bytes.remaining()];
      bytes.get(utf8);
      return utf8;
    } catch (CharacterCodingException e) {
      throw new Unreadable(
          name + " has half a surrogate pair; bytes go into key_base64 or payload_base64");
    }
  }

  private static String kindOf(JsonNode json) {
    return switch (json.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case MISSING -> "nothing";
      default -> "a " + json.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}
