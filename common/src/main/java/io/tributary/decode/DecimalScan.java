package io.tributary.decode;

import java.nio.charset.StandardCharsets;

/** Reads decimal numbers: those of at most 18 digits without an object. */
final class DecimalScan {

  private static final int MOST_DIGITS = 18;

  /** A quotient of two exact numbers is rounded once, and so as it should be. */
  private static final long MOST_EXACT_DOUBLE = 1L << 52;

  private static final double[] DOUBLE_POWERS = new double[19];
  private static final long MOST_EXACT_FLOAT = 1L << 22;
  private static final float[] FLOAT_POWERS = new float[11];

  static {
    double power = 1;
    for (int i = 0; i < DOUBLE_POWERS.length; i++) {
      DOUBLE_POWERS[i] = power;
      if (i < FLOAT_POWERS.length) {
        FLOAT_POWERS[i] = (float) power;
      }
      power *= 10;
    }
  }

  private final JsonCursor in;
  private long unscaled;
  private int scale;

  DecimalScan(JsonCursor in) {
    this.in = in;
  }

  long unscaled() {
    return unscaled;
  }

  int scale() {
    return scale;
  }

  /** A string that holds a number, to be asked for with its parts. */
  void numeric() throws Unsure {
    in.expect('"');
    if (!scan(true)) {
      throw Unsure.INSTANCE;
    }
    in.expect('"');
  }

  double doublePrecision() throws Unsure {
    int start = in.position();
    if (scan(false) && Math.abs(unscaled) < MOST_EXACT_DOUBLE) {
      return requireFraction() / DOUBLE_POWERS[scale];
    }
    in.moveTo(start);
    JsonSkip.number(in);
    String token = token(start);
    double value = Double.parseDouble(token);
    if (value == 0 || Double.isInfinite(value) || !isFraction(token)) {
      throw Unsure.INSTANCE;
    }
    return value;
  }

  private String token(int start) {
    return new String(in.json(), start, in.position() - start, StandardCharsets.ISO_8859_1);
  }

  float real() throws Unsure {
    if (!scan(false) || Math.abs(unscaled) >= MOST_EXACT_FLOAT || scale >= FLOAT_POWERS.length) {
      throw Unsure.INSTANCE;
    }
    return requireFraction() / FLOAT_POWERS[scale];
  }

  /** The digits of a number with a point; one without is no floating-point number. */
  private long requireFraction() throws Unsure {
    if (scale == 0) {
      throw Unsure.INSTANCE;
    }
    return unscaled;
  }

  private static boolean isFraction(String number) {
    return number.indexOf('.') >= 0 || number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
  }

  /** Whether this is a number that fits; zero with a sign, which a double can have, does not. */
  private boolean scan(boolean quoted) throws Unsure {
    byte[] json = in.json();
    boolean negative = in.peek() == '-';
    int at = negative ? in.position() + 1 : in.position();
    int start = at;
    int point = -1;
    long value = 0;
    for (; at < json.length; at++) {
      byte next = json[at];
      if (next >= '0' && next <= '9') {
        value = value * 10 + (next - '0');
      } else if (next == '.' && point < 0 && at > start) {
        point = at;
      } else {
        break;
      }
    }
    int digits = at - start - (point < 0 ? 0 : 1);
    if (digits == 0 || digits > MOST_DIGITS || point == at - 1 || at == json.length) {
      return false;
    }
    boolean padded = json[start] == '0' && digits > 1 && point != start + 1;
    if ((padded && !quoted) || (negative && value == 0) || (json[at] | 0x20) == 'e') {
      return false;
    }
    in.moveTo(at);
    unscaled = negative ? -value : value;
    scale = point < 0 ? 0 : at - point - 1;
    return true;
  }
}
