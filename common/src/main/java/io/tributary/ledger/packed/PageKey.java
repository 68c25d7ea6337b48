package io.tributary.ledger.packed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names a page: the rows whose lanes differ in the last bits of the number that they end in, so
 * that rows that were inserted one after the other are mostly on one page. {@code public.users/32}
 * to {@code public.users/47} are page 2 of {@code public.users/}; a lane that ends in no number has
 * a page to itself.
 *
 * <p>The number is that of the last 18 digits, or as many as there are; zeros before it belong to
 * what stands before it. So a lane has one place, and a place one lane.
 */
public final class PageKey {

  private static final int SLOT_BITS = 4;

  /** As many rows as a page has room for. */
  static final int SLOTS = 1 << SLOT_BITS;

  private static final int MOST_DIGITS = 18;
  private static final long NO_NUMBER = -1;
  private static final int SHARED = -1;
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private final byte[] prefix;
  private final int prefixLength;
  private final long number;
  private final int only;
  private final long hash;

  private PageKey(byte[] prefix, int prefixLength, long number, int only) {
    this.prefix = prefix;
    this.prefixLength = prefixLength;
    this.number = number;
    this.only = only;
    this.hash = hash(prefix, 0, prefixLength, number);
  }

  static long hash(byte[] bytes, int from, int prefixLength, long number) {
    long product = (PackedKey.hash(bytes, from, prefixLength) + number) * ODD;
    return product ^ product >>> 32;
  }

  /**
   * A page of lanes that end in a number.
   *
   * @param number without its last bits
   * @param only the slot that a page of a single row is for; -1 for a page that rows share
   */
  public static PageKey of(byte[] prefix, long number, int only) {
    return new PageKey(prefix, prefix.length, number, only);
  }

  /** The page of a lane that ends in no number. */
  public static PageKey of(byte[] lane) {
    return new PageKey(lane, lane.length, NO_NUMBER, SHARED);
  }

  /** Not to be modified; the first {@link #prefixLength} bytes count. */
  public byte[] prefix() {
    return prefix;
  }

  public int prefixLength() {
    return prefixLength;
  }

  /** The number without its last bits; negative for a lane that ends in none. */
  public long number() {
    return number;
  }

  /** The slot that a page of a single row is for; -1 for a page that rows share. */
  public int only() {
    return only;
  }

  /**
   * Permanent: by bits 32 to 63 rows are divided among subtasks. That of the page of a single row
   * is the same as that of the page which it would share.
   */
  public long hash() {
    return hash;
  }

  /** That of the page of a lane which is somewhere among other bytes. */
  static long hash(byte[] bytes, int from, int length) {
    int first = firstDigit(bytes, from, from + length);
    return hash(bytes, from, first - from, ofNumber(number(bytes, first, from + length)));
  }

  /** Where the number begins that a lane ends in; its end where there is none. */
  static int firstDigit(byte[] bytes, int from, int end) {
    int least = Math.max(from, end - MOST_DIGITS);
    int first = end;
    while (first > least && bytes[first - 1] >= '0' && bytes[first - 1] <= '9') {
      first--;
    }
    while (first < end - 1 && bytes[first] == '0') {
      first++;
    }
    return first;
  }

  /** The number that a lane ends in; -1 where there is none. */
  static long number(byte[] bytes, int first, int end) {
    long number = first == end ? NO_NUMBER : 0;
    for (int at = first; at < end; at++) {
      number = 10 * number + bytes[at] - '0';
    }
    return number;
  }

  /** That of the page of a number; there is none where there is no number. */
  static long ofNumber(long number) {
    return number >> SLOT_BITS;
  }

  int slots() {
    return number == NO_NUMBER ? 1 : SLOTS;
  }

  PackedKey lane(int slot) {
    byte[] start = Arrays.copyOf(prefix, prefixLength);
    if (number == NO_NUMBER) {
      return PackedKey.of(start);
    }
    byte[] digits = Long.toString(number << SLOT_BITS | slot).getBytes(StandardCharsets.US_ASCII);
    byte[] lane = Arrays.copyOf(start, prefixLength + digits.length);
    System.arraycopy(digits, 0, lane, prefixLength, digits.length);
    return PackedKey.of(lane);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PageKey key
        && hash == key.hash
        && number == key.number
        && only == key.only
        && Arrays.equals(prefix, 0, prefixLength, key.prefix, 0, key.prefixLength);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash) + only;
  }

  /** Shows nothing of the rows. */
  @Override
  public String toString() {
    return "PageKey[" + prefixLength + "]";
  }

  /** Where a row is found. */
  public record Place(PageKey page, int slot) {

    static Place of(byte[] lane, int prefixLength, long number) {
      PageKey page = new PageKey(lane, prefixLength, ofNumber(number), SHARED);
      return new Place(page, number == NO_NUMBER ? 0 : (int) number & SLOTS - 1);
    }

    /** The place on a page of its own. */
    Place alone() {
      return new Place(new PageKey(page.prefix, page.prefixLength, page.number, slot), slot);
    }
  }
}
