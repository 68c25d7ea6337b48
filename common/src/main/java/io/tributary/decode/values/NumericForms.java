package io.tributary.decode.values;

import io.tributary.decode.wire.DecimalMode;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;

/** The forms of {@code numeric} and {@code money}: text, number, or an unscaled value in bytes. */
final class NumericForms {

  /** PostgreSQL's limits of digits before and after the decimal point. */
  private static final int MOST_WHOLE_DIGITS = 131_072;

  private static final int MOST_SCALE = 16_383;

  /** Decimals of so many digits survive the way into a double and back. */
  private static final int DIGITS_OF_A_DOUBLE = 15;

  private NumericForms() {}

  /** The form of a column that no schema describes. */
  static WireForm of(DecimalMode mode, ColumnType type) {
    return switch (mode) {
      case STRING -> inText(NumericForms::ofText);
      case PRECISE -> type.precision() == 0 ? NumericForms::ofUnknownScale : inBytes(type.scale());
      case PRECISE_AS_NUMBER -> NumericForms::ofNumber;
      case DOUBLE -> ofDouble(type);
    };
  }

  /** Text. What comes as a number is no decimal, or was a double and may have lost digits. */
  private static Object ofText(Object wire) throws Undecodable {
    if (wire instanceof String) {
      return read(wire);
    }
    throw new Undecodable(
        DecodeError.TYPE_MISMATCH,
        "expected a decimal in a string, found %s; if that is how the connector writes it, set its"
                .formatted(Json.kindOf(wire))
            + " decimal.handling.mode to string, or source.kafka.format.decimals to what it is");
  }

  private static Object ofNumber(Object wire) throws Undecodable {
    if (wire instanceof String) {
      throw Undecodable.mismatch("a number", wire);
    }
    return read(wire);
  }

  private static WireForm ofDouble(ColumnType type) {
    WireForm form = inDouble(type);
    return wire -> {
      if (wire instanceof Number && !ScalarForms.isFraction(wire)) {
        throw Undecodable.mismatch("a fraction", wire);
      }
      return form.read(wire);
    };
  }

  static boolean survivesDouble(ColumnType type) {
    return type.precision() > 0 && type.precision() <= DIGITS_OF_A_DOUBLE;
  }

  /** A floating-point number, exact where the column's digits are few, and lost elsewhere. */
  static WireForm inDouble(ColumnType type) {
    return wire -> {
      if (!(wire instanceof Number number)) {
        return ScalarForms.specialDouble(wire);
      } else if (!survivesDouble(type)) {
        return WireForm.Absence.LOST;
      }
      BigDecimal exact = checked(new BigDecimal(number.toString()));
      BigDecimal value = exact.setScale(type.scale(), RoundingMode.HALF_EVEN);
      if (value.doubleValue() != exact.doubleValue()) {
        throw Undecodable.outOfRange("the number has more digits than its column");
      }
      return value;
    };
  }

  /** Text of a column that its schema says is text. */
  static WireForm inText() {
    return inText(NumericForms::read);
  }

  private static WireForm inText(WireForm form) {
    return form.with(Transcoder.NUMERIC);
  }

  /** The form that describes itself: text, a number, or a struct that brings its scale. */
  static Object read(Object wire) throws Undecodable {
    if (wire instanceof Map<?, ?> struct) {
      return variableScale(struct);
    } else if (wire instanceof BigDecimal decimal) {
      return checked(decimal);
    } else if (wire instanceof BigInteger integer) {
      return checked(new BigDecimal(integer));
    } else if (wire instanceof Long number) {
      return BigDecimal.valueOf(number);
    } else if (wire instanceof String text && !text.isEmpty() && startsLikeANumber(text)) {
      return parse(text);
    }
    return ScalarForms.specialDouble(wire);
  }

  /** Connect's {@code Decimal}: the scale is the schema's, the wire has the unscaled bytes. */
  static WireForm unscaled(int scale) {
    WireForm bytes = inBytes(scale);
    return wire -> wire instanceof String ? bytes.read(wire) : read(wire);
  }

  private static WireForm inBytes(int scale) {
    return wire -> checked(new BigDecimal(bigInteger(wire), scale));
  }

  private static Object ofUnknownScale(Object wire) throws Undecodable {
    if (wire instanceof String) {
      throw new Undecodable(
          DecodeError.TYPE_MISMATCH,
          "an unscaled decimal of a column whose scale is not known; declare it under columns, for"
              + " example numeric(19,2) for money");
    }
    return struct(wire);
  }

  private static Object struct(Object wire) throws Undecodable {
    if (wire instanceof Map<?, ?> struct) {
      return variableScale(struct);
    }
    throw Undecodable.mismatch("a struct of scale and value", wire);
  }

  private static boolean startsLikeANumber(String text) {
    char first = text.charAt(0);
    return (first >= '0' && first <= '9')
        || first == '.'
        || (first == '-' && !text.startsWith("-I"));
  }

  private static BigDecimal parse(String text) throws Undecodable {
    try {
      return checked(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw Undecodable.mismatch("a decimal number", text);
    }
  }

  private static Object variableScale(Map<?, ?> struct) throws Undecodable {
    Object scale = struct.get("scale");
    Object value = struct.get("value");
    if (!(scale instanceof Long) || value == null) {
      throw Undecodable.mismatch("a struct of scale and value", struct);
    }
    int digits = (int) ScalarForms.integer(scale, -MOST_WHOLE_DIGITS, MOST_SCALE);
    return checked(new BigDecimal(bigInteger(value), digits));
  }

  private static BigInteger bigInteger(Object wire) throws Undecodable {
    byte[] bytes = ScalarForms.base64(wire);
    return bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
  }

  /** Refuses what no numeric can be; a number of a billion zeros has a short form in JSON. */
  static BigDecimal checked(BigDecimal value) throws Undecodable {
    long wholeDigits = (long) value.precision() - value.scale();
    if (wholeDigits > MOST_WHOLE_DIGITS || value.scale() > MOST_SCALE) {
      throw Undecodable.outOfRange("the number has more digits than a numeric can have");
    }
    return value.scale() < 0 ? value.setScale(0) : value;
  }
}
