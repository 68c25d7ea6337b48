package io.tributary.ledger.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text by which rows are found, as bytes (UTF-8), with the {@link PageKey} and the slot that it
 * amounts to.
 */
public final class PackedKey {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private final byte[] bytes;

  /** Where the number begins that it ends in; its length where there is none. */
  private final int prefixLength;

  private final long number;
  private final long pageHash;

  private PackedKey(byte[] bytes) {
    this.bytes = bytes;
    this.prefixLength = PageKey.firstDigit(bytes, 0, bytes.length);
    this.number = PageKey.number(bytes, prefixLength, bytes.length);
    this.pageHash = PageKey.hash(bytes, 0, prefixLength, PageKey.ofNumber(number));
  }

  public static PackedKey of(String text) {
    return new PackedKey(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of such a text, which are not to be modified any more. */
  public static PackedKey of(byte[] bytes) {
    return new PackedKey(bytes);
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Not to be modified. */
  public byte[] bytes() {
    return bytes;
  }

  /** Of its page: {@link PageKey#hash}. */
  public long pageHash() {
    return pageHash;
  }

  /** By which it is mostly told from the others of its page, and of pages with the same hash. */
  byte tag() {
    return (byte) ((pageHash >>> 56) + (number << 4));
  }

  /** The page that its row is on, and where. */
  public PageKey.Place place() {
    return PageKey.Place.of(bytes, prefixLength, number);
  }

  /** By words of eight bytes, least first, then what is left as one more; no bit stays alone. */
  static long hash(byte[] bytes, int from, int length) {
    long hash = length;
    int end = from + length;
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = stirred(hash ^ (long) WORDS.get(bytes, at));
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << 8 | bytes[at] & 0xFF;
    }
    return stirred(stirred(hash ^ rest));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackedKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pageHash) + Long.hashCode(number);
  }

  /** Shows nothing of the row. */
  @Override
  public String toString() {
    return "PackedKey[" + bytes.length + "]";
  }

  private static long stirred(long word) {
    long product = word * ODD;
    return product ^ product >>> 32;
  }
}
