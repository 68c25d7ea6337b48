package io.tributary.decode.values;

import io.tributary.decode.wire.Json;
import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes what Debezium writes in place of an unchanged TOASTed value, in the form it has for
 * each type. It must be the whole value: the same text inside a longer one is the user's.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">
 *     Debezium on toasted values</a>
 */
public final class Placeholder {

  private final byte[] bytes;
  private final String text;
  private final String base64;
  private final String base64UrlSafe;
  private final String hex;
  private final String uuid;
  private final List<Boolean> bits;
  private final Map<String, String> map;
  private final String mapAsJson;

  public Placeholder(Bytes configured) {
    this.bytes = configured.toArray();
    this.text = new String(bytes, StandardCharsets.UTF_8);
    this.base64 = configured.toBase64();
    this.base64UrlSafe = Base64.getUrlEncoder().encodeToString(bytes);
    this.hex = HexFormat.of().formatHex(bytes);
    this.uuid = UUID.nameUUIDFromBytes(bytes).toString();
    this.bits = bits(bytes);
    this.map = Map.of(text, text);
    this.mapAsJson = Json.write(map);
  }

  /** Highest first. */
  private static List<Boolean> bits(byte[] bytes) {
    return IntStream.range(0, bytes.length * Byte.SIZE)
        .mapToObj(at -> (bytes[at / Byte.SIZE] << at % Byte.SIZE & 0x80) != 0)
        .toList();
  }

  /** The form with a look for the placeholder before it. */
  WireForm before(ColumnType type, WireForm form) {
    WireForm looking =
        wire -> standsFor(type.kind(), wire) ? WireForm.Absence.UNCHANGED : form.read(wire);
    return looking.with(form.transcoder());
  }

  /** What a string has to be equal to before it can stand for a value of some type. */
  public PlaceholderBytes strings() {
    return new PlaceholderBytes(
        utf8(text), utf8(base64), utf8(base64UrlSafe), utf8(hex), utf8(mapAsJson));
  }

  private static byte[] utf8(String string) {
    return string.getBytes(StandardCharsets.UTF_8);
  }

  private boolean standsFor(Kind kind, Object wire) {
    if (wire instanceof String value) {
      return value.equals(text)
          || (kind == Kind.BYTES && isBytes(value))
          || ((kind == Kind.HSTORE || kind == Kind.JSON) && value.equals(mapAsJson));
    } else if (wire instanceof List<?> elements) {
      return kind == Kind.ARRAY && standsFor(elements);
    }
    return kind == Kind.HSTORE && wire.equals(map);
  }

  private boolean isBytes(String value) {
    return value.equals(base64) || value.equals(base64UrlSafe) || value.equals(hex);
  }

  /**
   * One element of text, bytes or UUID; of other types, one element for each byte, and of booleans
   * one for each bit.
   */
  private boolean standsFor(List<?> elements) {
    if (elements.size() == 1 && elements.get(0) instanceof String element) {
      return element.equals(text) || isBytes(element) || element.equals(uuid);
    } else if (elements.size() == bits.size()) {
      return elements.equals(bits);
    }
    if (elements.size() != bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (!standsForByte(bytes[i], elements.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean standsForByte(byte expected, @Nullable Object element) {
    if (element instanceof Long number) {
      return number == expected;
    } else if (element instanceof BigDecimal decimal) {
      return decimal.compareTo(BigDecimal.valueOf(expected)) == 0;
    } else if (element instanceof Map<?, ?> decimal) {
      return Long.valueOf(0).equals(decimal.get("scale"))
          && isUnscaled(expected, decimal.get("value"));
    }
    return isUnscaled(expected, element);
  }

  private static boolean isUnscaled(byte expected, @Nullable Object value) {
    return Base64.getEncoder().encodeToString(new byte[] {expected}).equals(value);
  }
}
