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

  private static final List<RoundingMode> NEAREST_FIRST =
      List.of(RoundingMode.HALF_EVEN, RoundingMode.UP);

  private Json() {}

  /** A BigDecimal, or a Double or Float; of these NaN and the infinities are quoted. */
  public static String number(Number number) {
    BigDecimal decimal;
    if (number instanceof BigDecimal exact) {
      decimal = exact;
    } else if (number.doubleValue() == 0) {
      return "0";
    } else if (!Double.isFinite(number.doubleValue())) {
      return quoted(number.toString());
    } else {
      decimal = shortest(number);
    }
    return decimal.scale() == 0 ? decimal.toString() : decimal.stripTrailingZeros().toPlainString();
  }

  /**
   * As few digits as tell the number from its neighbours; Java's own text has more at times. Of two
   * texts with as few the nearer one, which above a power of two need not be the only one.
   */
  private static BigDecimal shortest(Number number) {
    boolean single = number instanceof Float;
    BigDecimal exact = new BigDecimal(number.doubleValue());
    int most = single ? 9 : 17;
    for (int digits = fewestDigits(number, single); digits < most; digits++) {
      for (RoundingMode mode : NEAREST_FIRST) {
        BigDecimal rounded = exact.round(new MathContext(digits, mode));
        if (isNearest(rounded.subtract(exact), number)) {
          return rounded;
        }
      }
    }
    return exact.round(new MathContext(most, RoundingMode.HALF_EVEN));
  }

  /** Whether what lies so far from a number is less than halfway to its neighbour there. */
  private static boolean isNearest(BigDecimal distance, Number number) {
    double size = Math.abs(number.doubleValue());
    boolean outwards = distance.signum() == Math.signum(number.doubleValue());
    double gap =
        number instanceof Float
            ? gap((float) size, outwards)
            : outwards ? Math.ulp(size) : size - Math.nextDown(size);
    return distance.abs().add(distance.abs()).compareTo(new BigDecimal(gap)) < 0;
  }

  private static float gap(float size, boolean outwards) {
    return outwards ? Math.ulp(size) : size - Math.nextDown(size);
  }

  /** So many digits every number has, but for those next to zero. */
  private static int fewestDigits(Number number, boolean single) {
    double size = Math.abs(number.doubleValue());
    if (size < (single ? Float.MIN_NORMAL : Double.MIN_NORMAL)) {
      return 1;
    }
    return single ? 6 : 15;
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
