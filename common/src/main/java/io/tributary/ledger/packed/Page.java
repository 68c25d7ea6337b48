package io.tributary.ledger.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Some rows in one array of bytes, which is all there is of a page: what it says of itself, a byte
 * of each key's hash, where each row begins, and the rows in the order in which they came.
 *
 * <pre>
 *   0 rows  4 end of the rows  8 bytes of them that nothing needs  12 places for rows  16 depth
 *   24 a byte for each place  .. where it begins, four bytes for each place
 *   .. rows: length of key, length of value (seven bits a byte, least first), key, value
 * </pre>
 */
final class Page {

  /** Places come by eights, so that they are searched by words. */
  static final int FEWEST_PLACES = 8;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int ROWS = 0;
  private static final int END = 4;
  private static final int DEAD = 8;
  private static final int PLACES = 12;
  private static final int DEPTH = 16;
  private static final int TAGS = 24;

  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = LOW_BITS << 7;

  private Page() {}

  /**
   * @param rows that shall find a place
   * @param bytes that they shall have
   */
  static byte[] create(int rows, int bytes, int depth) {
    byte[] page = new byte[bytes(rows, bytes)];
    int places = placesFor(rows);
    set(page, END, TAGS + places * 5);
    set(page, PLACES, places);
    set(page, DEPTH, depth);
    return page;
  }

  /** What such a page takes. */
  static int bytes(int rows, int bytes) {
    return Math.addExact(TAGS + placesFor(rows) * 5, bytes) + 7 & ~7;
  }

  private static int placesFor(int rows) {
    return Math.max(FEWEST_PLACES, rows + 7 & ~7);
  }

  static int rows(byte[] page) {
    return get(page, ROWS);
  }

  static int places(byte[] page) {
    return get(page, PLACES);
  }

  /** By how many bits of their hashes the rows of a page are alike. */
  static int depth(byte[] page) {
    return get(page, DEPTH);
  }

  /** The bytes of the rows that are there. */
  static int live(byte[] page) {
    return get(page, END) - start(page) - get(page, DEAD);
  }

  /** The bytes that rows can have. */
  static int room(byte[] page) {
    return page.length - start(page);
  }

  /** The place of a row; negative where there is none. */
  static int find(byte[] page, PackedKey key) {
    int rows = rows(page);
    long tags = (key.tag() & 0xFF) * LOW_BITS;
    for (int first = 0; first < rows; first += Long.BYTES) {
      long other = (long) LONGS.get(page, TAGS + first) ^ tags;
      // The high bit of each byte that is zero, and now and then of one above such a byte.
      long alike = other - LOW_BITS & ~other & HIGH_BITS;
      for (; alike != 0; alike &= alike - 1) {
        int place = first + (Long.numberOfTrailingZeros(alike) >>> 3);
        if (place < rows && hasKey(page, place, key.bytes())) {
          return place;
        }
      }
    }
    return -1;
  }

  private static boolean hasKey(byte[] page, int place, byte[] key) {
    int at = offset(page, place);
    int length = number(page, at);
    if (length != key.length) {
      return false;
    }
    int from = keyAt(page, at);
    return Arrays.equals(page, from, from + length, key, 0, length);
  }

  static Slice key(byte[] page, int place, Slice into) {
    int at = offset(page, place);
    return into.of(page, keyAt(page, at), number(page, at));
  }

  static Slice value(byte[] page, int place, Slice into) {
    int at = offset(page, place);
    int keyLength = number(page, at);
    return into.of(page, keyAt(page, at) + keyLength, number(page, at + width(keyLength)));
  }

  /** {@link PackedKey#pageHash} of a row. */
  static long hash(byte[] page, int place) {
    int at = offset(page, place);
    return PageKey.hash(page, keyAt(page, at), number(page, at));
  }

  /** The bytes of a row. */
  static int size(int keyLength, int valueLength) {
    return width(keyLength) + width(valueLength) + keyLength + valueLength;
  }

  /** The bytes of the row at a place. */
  static int size(byte[] page, int place) {
    int at = offset(page, place);
    int keyLength = number(page, at);
    return size(keyLength, number(page, at + width(keyLength)));
  }

  /** Whether there was room. */
  static boolean append(byte[] page, PackedKey key, byte[] value, int length) {
    int end = get(page, END);
    int size = size(key.bytes().length, length);
    if (rows(page) == places(page) || page.length - end < size) {
      return false;
    }
    int at = put(page, end, key.bytes().length);
    at = put(page, at, length);
    System.arraycopy(key.bytes(), 0, page, at, key.bytes().length);
    System.arraycopy(value, 0, page, at + key.bytes().length, length);
    add(page, key.tag(), size);
    return true;
  }

  /** Appends a row of another page, for which there is room. */
  static void append(byte[] page, byte[] other, int place) {
    int size = size(other, place);
    System.arraycopy(other, offset(other, place), page, get(page, END), size);
    add(page, other[TAGS + place], size);
  }

  private static void add(byte[] page, byte tag, int size) {
    int rows = rows(page);
    int end = get(page, END);
    page[TAGS + rows] = tag;
    set(page, offsetAt(page, rows), end);
    set(page, END, end + size);
    set(page, ROWS, rows + 1);
  }

  /** Writes a value over the one of a row, if it fits. */
  static boolean replace(byte[] page, int place, byte[] value, int length) {
    int at = offset(page, place);
    int keyLength = number(page, at);
    int lengthAt = at + width(keyLength);
    int before = number(page, lengthAt);
    if (length > before || width(length) != width(before)) {
      return false;
    }
    int valueAt = put(page, lengthAt, length) + keyLength;
    System.arraycopy(value, 0, page, valueAt, length);
    set(page, DEAD, get(page, DEAD) + before - length);
    return true;
  }

  /** Removes a row; the last one takes its place. */
  static void remove(byte[] page, int place) {
    int last = rows(page) - 1;
    set(page, DEAD, get(page, DEAD) + size(page, place));
    page[TAGS + place] = page[TAGS + last];
    set(page, offsetAt(page, place), offset(page, last));
    set(page, ROWS, last);
  }

  private static int start(byte[] page) {
    return TAGS + places(page) * 5;
  }

  private static int offsetAt(byte[] page, int place) {
    return TAGS + places(page) + place * Integer.BYTES;
  }

  private static int offset(byte[] page, int place) {
    return get(page, offsetAt(page, place));
  }

  private static int keyAt(byte[] page, int at) {
    int keyLength = number(page, at);
    int lengthAt = at + width(keyLength);
    return lengthAt + width(number(page, lengthAt));
  }

  private static int get(byte[] page, int at) {
    return (int) INTS.get(page, at);
  }

  private static void set(byte[] page, int at, int value) {
    INTS.set(page, at, value);
  }

  static int width(int number) {
    return number < 0x80 ? 1 : (38 - Integer.numberOfLeadingZeros(number)) / 7;
  }

  static int number(byte[] page, int from) {
    int number = page[from];
    if (number >= 0) {
      return number;
    }
    number &= 0x7F;
    int at = from;
    for (int shift = 7; ; shift += 7) {
      int next = page[++at];
      number |= (next & 0x7F) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  static int put(byte[] page, int from, int number) {
    int at = from;
    int rest = number;
    for (; rest >= 0x80; rest >>>= 7) {
      page[at++] = (byte) (rest | 0x80);
    }
    page[at++] = (byte) rest;
    return at;
  }
}
