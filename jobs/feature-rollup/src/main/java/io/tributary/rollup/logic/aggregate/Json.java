package io.tributary.rollup.logic.aggregate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Values of features as JSON, to the character as PostgreSQL's {@code to_json} writes them: numbers
 * in plain decimal notation without trailing zeros, what is no number quoted, lists without spaces.
 */
public final class Json {

  private static final String HEX = "0123456789abcdef";

  private Json() {}

  /** A BigDecimal, or a Double or Float; of these NaN and the infinities are quoted. */
  public static String number(Number number) {
    BigDecimal decimal;
    if (number instanceof BigDecimal exact) {
      decimal = exact;
    } else if (!Double.isFinite(number.doubleValue())) {
      return quoted(number.toString());
    } else {
      decimal = shortest(number);
    }
    return decimal.scale() == 0 ? decimal.toString() : decimal.stripTrailingZeros().toPlainString();
  }

  /** As few digits as tell the number from its neighbours; Java's own text has more at times. */
  private static BigDecimal shortest(Number number) {
    boolean single = number instanceof Float;
    BigDecimal exact = new BigDecimal(number.doubleValue());
    for (int digits = single ? 6 : 15; digits < (single ? 9 : 17); digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      boolean same =
          single
              ? rounded.floatValue() == number.floatValue()
              : rounded.doubleValue() == number.doubleValue();
      if (same) {
        return rounded;
      }
    }
    return exact.round(new MathContext(single ? 9 : 17, RoundingMode.HALF_EVEN));
  }

  public static String list(List<String> items) {
    return "[" + String.join(",", items) + "]";
  }

  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      int escape = "\b\f\n\r\t\"\\".indexOf(each);
      if (escape >= 0) {
        quoted.append('\\').append("bfnrt\"\\".charAt(escape));
      } else if (each < ' ') {
        quoted.append("\\u00").append(HEX.charAt(each >> 4)).append(HEX.charAt(each & 15));
      } else {
        quoted.append(each);
      }
    }
    return quoted.append('"').toString();
  }

  /** What Redis holds of a value: texts bare, all else as it is. */
  public static String text(String json) {
    if (json.charAt(0) != '"') {
      return json;
    }
    if (json.indexOf('\\') < 0) {
      return json.substring(1, json.length() - 1);
    }
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 1; i < json.length() - 1; i++) {
      char each = json.charAt(i);
      if (each != '\\') {
        text.append(each);
      } else if (json.charAt(++i) == 'u') {
        text.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
        i += 4;
      } else {
        int escape = "bfnrt\"\\".indexOf(json.charAt(i));
        text.append("\b\f\n\r\t\"\\".charAt(escape));
      }
    }
    return text.toString();
  }
}
