package io.tributary.rollup.logic.aggregate;

import io.tributary.event.Bytes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as the bytes of an {@link Element}: for each value a tag and bytes that show where
 * they end.
 *
 * <p>A number is a sign and an exponent in one byte, then its decimal digits, two a byte, doubled,
 * odd where more follow; a negative one has all bytes inverted. Text ends with a zero byte, which
 * PostgreSQL's text does not contain. Everything else has a fixed length.
 */
final class ElementWriter {

  static final int NULL = 0;
  static final int BOOLEAN = 1;
  static final int NUMBER = 2;
  static final int DOUBLE = 3;
  static final int REAL = 4;
  static final int TEXT = 5;
  static final int DATE = 6;
  static final int TIMESTAMP = 7;
  static final int TIMESTAMPTZ = 8;

  static final int NEGATIVE_INFINITY = 0x1F;
  static final int ZERO = 0x80;
  static final int INFINITY = 0xE0;
  static final int NAN = 0xE1;

  /** Exponents in one byte lie around this one; others follow in four. */
  static final int EXPONENT_ZERO = 0xAA;

  static final int MOST_SHORT_EXPONENT = 40;
  static final int LONG_SMALL_EXPONENT = EXPONENT_ZERO - MOST_SHORT_EXPONENT - 1;
  static final int LONG_GREAT_EXPONENT = EXPONENT_ZERO + MOST_SHORT_EXPONENT + 1;

  private byte[] bytes = new byte[16];
  private int size;

  Element element() {
    return new Element(Arrays.copyOf(bytes, size));
  }

  /** Adds a value; see {@link Element#of}. */
  ElementWriter add(@Nullable Object value, boolean floating) {
    if (value == null) {
      put(NULL);
    } else if (value instanceof Boolean truth) {
      put(BOOLEAN);
      put(truth ? 1 : 0);
    } else if (value instanceof Number number) {
      addNumber(number, floating);
    } else if (value instanceof LocalDate || value instanceof LocalDateTime) {
      addLocal(value);
    } else if (value instanceof Instant instant) {
      put(TIMESTAMPTZ);
      putLong(micros(instant));
    } else {
      put(TEXT);
      putAll(Element.utf8(value instanceof Bytes octets ? hex(octets) : value.toString()));
      put(0);
    }
    return this;
  }

  private void addNumber(Number number, boolean floating) {
    if (number instanceof Float real && floating) {
      put(REAL);
      int bits = Float.floatToIntBits(real == 0 ? 0f : real);
      putInt(bits ^ (bits >> 31 | Integer.MIN_VALUE));
    } else if (number instanceof Double real && floating) {
      put(DOUBLE);
      long bits = Double.doubleToLongBits(real == 0 ? 0d : real);
      putBits(bits ^ (bits >> 63 | Long.MIN_VALUE));
    } else {
      put(NUMBER);
      if (number instanceof Double odd) {
        put(odd.isNaN() ? NAN : odd > 0 ? INFINITY : NEGATIVE_INFINITY);
      } else if (number instanceof BigDecimal decimal) {
        putDecimal(decimal);
      } else {
        putWhole(number.longValue());
      }
    }
  }

  private void putWhole(long number) {
    if (number == Long.MIN_VALUE) {
      putDecimal(BigDecimal.valueOf(number));
      return;
    }
    String digits = Long.toString(Math.abs(number));
    putDigits(Long.signum(number), digits.length(), digits);
  }

  private void putDecimal(BigDecimal number) {
    int exponent = number.precision() - number.scale();
    putDigits(number.signum(), exponent, number.unscaledValue().abs().toString());
  }

  /** The number 0.DIGITS * 10^exponent. */
  private void putDigits(int sign, int exponent, String digits) {
    int start = size;
    if (sign == 0) {
      put(ZERO);
      return;
    }
    if (Math.abs(exponent) <= MOST_SHORT_EXPONENT) {
      put(EXPONENT_ZERO + exponent);
    } else {
      put(exponent < 0 ? LONG_SMALL_EXPONENT : LONG_GREAT_EXPONENT);
      putInt(exponent ^ Integer.MIN_VALUE);
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    for (int i = 0; i < end; i += 2) {
      int pair = (digits.charAt(i) - '0') * 10 + (i + 1 < end ? digits.charAt(i + 1) - '0' : 0);
      put(pair * 2 + (i + 2 < end ? 1 : 0));
    }
    for (int i = start; i < size && sign < 0; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }

  /** The smallest and the greatest Java knows stand for the infinities. */
  private void addLocal(Object value) {
    if (value instanceof LocalDate date) {
      put(DATE);
      putLong(
          date.equals(LocalDate.MIN)
              ? Long.MIN_VALUE
              : date.equals(LocalDate.MAX) ? Long.MAX_VALUE : date.toEpochDay());
    } else if (value instanceof LocalDateTime local) {
      put(TIMESTAMP);
      putLong(
          local.equals(LocalDateTime.MIN)
              ? Long.MIN_VALUE
              : local.equals(LocalDateTime.MAX)
                  ? Long.MAX_VALUE
                  : micros(local.toInstant(ZoneOffset.UTC)));
    }
  }

  private static long micros(Instant instant) {
    if (instant.equals(Instant.MIN)) {
      return Long.MIN_VALUE;
    }
    return instant.equals(Instant.MAX)
        ? Long.MAX_VALUE
        : instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  private static String hex(Bytes octets) {
    return HexFormat.of().formatHex(octets.toArray());
  }

  private void putLong(long value) {
    putBits(value ^ Long.MIN_VALUE);
  }

  private void putBits(long bits) {
    putInt((int) (bits >>> 32));
    putInt((int) bits);
  }

  private void putInt(int bits) {
    put(bits >>> 24);
    put(bits >>> 16);
    put(bits >>> 8);
    put(bits);
  }

  private void putAll(byte[] some) {
    reserve(some.length);
    System.arraycopy(some, 0, bytes, size, some.length);
    size += some.length;
  }

  private void put(int octet) {
    reserve(1);
    bytes[size++] = (byte) octet;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
