package io.tributary.decode.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at once: a word holds them with the first one lowest. */
final class Words {

  static final int DIGITS = 8;

  private static final VarHandle BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long ZEROS = '0' * ONES;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  private Words() {}

  static long at(byte[] bytes, int index) {
    return (long) BYTES.get(bytes, index);
  }

  static void clear(byte[] bytes, int index) {
    BYTES.set(bytes, index, 0L);
  }

  /** How many of the bytes precede the first that is a quote, a backslash, a control, no ASCII. */
  static int plain(long word) {
    long special = word | zeroes(word ^ QUOTES) | zeroes(word ^ BACKSLASHES) | below(word, SPACES);
    return Long.numberOfTrailingZeros(special & HIGHS) >>> 3;
  }

  /** Sets the highest bit of the lowest byte that is zero; those above it may be wrong. */
  private static long zeroes(long word) {
    return below(word, ONES);
  }

  /** Sets the highest bit of the lowest byte that is less; those above it may be wrong. */
  private static long below(long word, long bytes) {
    return (word - bytes) & ~word;
  }

  /** How many of the bytes precede the first that is no digit. */
  static int digits(long word) {
    return Long.numberOfTrailingZeros(above9(word ^ ZEROS)) >>> 3;
  }

  /** Sets the highest bit of the lowest byte that is more than 9; those above it may be wrong. */
  static long above9(long word) {
    return ((word + 0x76 * ONES) | word) & HIGHS;
  }

  /** The number that the first digits make, of which there is at least one. */
  static long number(long word, int digits) {
    long values = (word ^ ZEROS) << ((DIGITS - digits) << 3);
    long pairs = pairs(values);
    return ((pairs & 0x000000FF000000FFL) * 0x000F424000000064L
            + ((pairs >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L)
        >>> 32;
  }

  /** Of each byte, it and the next as the two digits of a number. */
  static long pairs(long values) {
    return values * 10 + (values >>> 8);
  }
}
