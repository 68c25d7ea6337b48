package io.tributary.decode.scan;

import java.nio.charset.StandardCharsets;

/** Reads decimal numbers: those of at most 18 digits without an object. */
public final class DecimalScan {

  private static final int MOST_DIGITS = 18;

  /** A quotient of two exact numbers is rounded once, and so as it should be. */
  private static final long MOST_EXACT_DOUBLE = 1L << 52;

  private static final long[] POWERS = new long[MOST_DIGITS + 1];
  private static final double[] DOUBLE_POWERS = new double[MOST_DIGITS + 1];
  private static final long MOST_EXACT_FLOAT = 1L << 22;
  private static final float[] FLOAT_POWERS = new float[11];

  static {
    long power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      DOUBLE_POWERS[i] = power;
      if (i < FLOAT_POWERS.length) {
        FLOAT_POWERS[i] = power;
      }
      power *= 10;
    }
  }

  private final JsonCursor in;
  private long unscaled;
  private int scale;

  public DecimalScan(JsonCursor in) {
    this.in = in;
  }

  public long unscaled() {
    return unscaled;
  }

  public int scale() {
    return scale;
  }

  /** A string that holds a number, to be asked for with its parts. */
  public void numeric() throws Unsure {
    in.expect('"');
    if (!scan(true)) {
      throw Unsure.INSTANCE;
    }
    in.expect('"');
  }

  public double doublePrecision() throws Unsure {
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

  public float real() throws Unsure {
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
    boolean negative = in.peek() == '-';
    if (negative) {
      in.expect('-');
    }
    boolean padded = in.peek() == '0';
    long value = in.digits();
    int digits = in.digitCount();
    if (padded && digits > 1 && !quoted) {
      return false;
    }
    scale = 0;
    if (in.peek() == '.') {
      in.expect('.');
      long fraction = in.digits();
      scale = in.digitCount();
      if (digits + scale > MOST_DIGITS) {
        return false;
      }
      value = value * POWERS[scale] + fraction;
    }
    unscaled = negative ? -value : value;
    return !(negative && value == 0) && (in.peek() | 0x20) != 'e';
  }
}
