package io.tributary.decode.values;

import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The forms of booleans, integers, floating-point numbers, text and bytes. */
public final class ScalarForms {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private ScalarForms() {}

  static Object readBoolean(Object wire) throws Undecodable {
    if (wire instanceof Boolean) {
      return wire;
    }
    throw Undecodable.mismatch("a boolean", wire);
  }

  static Object readSmallint(Object wire) throws Undecodable {
    return (int) integer(wire, Short.MIN_VALUE, Short.MAX_VALUE);
  }

  static Object readInteger(Object wire) throws Undecodable {
    return (int) integer(wire, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static Object readBigint(Object wire) throws Undecodable {
    return integer(wire, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  static long integer(Object wire, long min, long max) throws Undecodable {
    if (wire instanceof BigInteger) {
      throw Undecodable.outOfRange("the number does not fit into 64 bits");
    } else if (!(wire instanceof Long value)) {
      throw Undecodable.mismatch("a whole number", wire);
    } else if (value < min || value > max) {
      throw Undecodable.outOfRange("the number is not between " + min + " and " + max);
    } else {
      return value;
    }
  }

  static Object readReal(Object wire) throws Undecodable {
    if (isFraction(wire)) {
      float value = ((Number) wire).floatValue();
      if (Float.isInfinite(value)) {
        throw Undecodable.outOfRange("the number does not fit into a real");
      }
      return value;
    }
    return (float) specialDouble(wire);
  }

  static Object readDouble(Object wire) throws Undecodable {
    if (isFraction(wire)) {
      double value = ((Number) wire).doubleValue();
      if (Double.isInfinite(value)) {
        throw Undecodable.outOfRange("the number does not fit into a double precision");
      }
      return value;
    }
    return specialDouble(wire);
  }

  /** A whole number, or the text of one, as schemas and headers have them. */
  public static long integerOrText(Object wire, long min, long max) throws Undecodable {
    return integer(wire instanceof String text ? (Object) parseWhole(text) : wire, min, max);
  }

  static long parseWhole(String text) throws Undecodable {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Undecodable.mismatch("a whole number", text);
    }
  }

  /** A floating-point number always comes with a point or an exponent; others are integers. */
  static boolean isFraction(Object wire) {
    return wire instanceof BigDecimal || wire instanceof Double;
  }

  /** The values that JSON has no number for, in Java's spelling and in Debezium's. */
  static double specialDouble(Object wire) throws Undecodable {
    if (wire instanceof String text) {
      switch (text) {
        case "NaN", "NAN" -> {
          return Double.NaN;
        }
        case "Infinity", "POSITIVE_INFINITY" -> {
          return Double.POSITIVE_INFINITY;
        }
        case "-Infinity", "NEGATIVE_INFINITY" -> {
          return Double.NEGATIVE_INFINITY;
        }
        default -> {
          // Fall through to the refusal.
        }
      }
    }
    throw Undecodable.mismatch(
        wire instanceof Number ? "a fraction" : "a number, NaN or an infinity", wire);
  }

  static Object readText(Object wire) throws Undecodable {
    if (wire instanceof String) {
      return wire;
    }
    throw Undecodable.mismatch("a string", wire);
  }

  /** What has a text form for PostgreSQL and structure for the connector becomes JSON. */
  static Object readStructured(Object wire) throws Undecodable {
    if (wire instanceof Map<?, ?> struct && struct.containsKey(StructuredTime.OFFSET)) {
      return StructuredTime.readZonedTime(struct);
    } else if (wire instanceof Map || wire instanceof List) {
      return Json.write(wire);
    } else if (wire instanceof String) {
      return wire;
    }
    throw Undecodable.mismatch("an object, an array or a string", wire);
  }

  /**
   * A value of a column that is text by now: numbers and booleans become what PostgreSQL writes for
   * them, as they do when a column is altered to text. For an array, and a fraction that a double
   * spells in another way (2.0, 1E20), it writes what cannot be recovered from the wire.
   */
  static Object toText(Object wire) throws Undecodable {
    if (wire instanceof BigDecimal decimal && isWrittenAlike(decimal)) {
      return NumericForms.checked(decimal).toPlainString();
    } else if (wire instanceof Long || wire instanceof BigInteger || wire instanceof Boolean) {
      return wire.toString();
    }
    return readText(wire);
  }

  private static boolean isWrittenAlike(BigDecimal decimal) {
    boolean plain = decimal.scale() > 0 && decimal.precision() - decimal.scale() >= -3;
    return plain && !(decimal.scale() == 1 && decimal.remainder(BigDecimal.ONE).signum() == 0);
  }

  static Object readJson(Object wire) throws Undecodable {
    if (wire instanceof String) {
      return wire;
    }
    throw Undecodable.mismatch("a string of JSON", wire);
  }

  static Object readUuid(Object wire) throws Undecodable {
    if (wire instanceof String text && UUID.matcher(text).matches()) {
      return text;
    }
    throw Undecodable.mismatch("a UUID in lower case", wire);
  }

  static Object readBytes(Object wire) throws Undecodable {
    return Bytes.copyOf(base64(wire));
  }

  static byte[] base64(Object wire) throws Undecodable {
    if (wire instanceof String text) {
      try {
        return java.util.Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw Undecodable.mismatch("base64", wire);
      }
    }
    throw Undecodable.mismatch("a string of base64", wire);
  }
}
