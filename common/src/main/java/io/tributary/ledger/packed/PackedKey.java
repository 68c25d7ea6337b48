package io.tributary.ledger.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A text by which rows are found, as bytes (UTF-8), with a hash of these. */
public final class PackedKey {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private final byte[] bytes;
  private final long hash;
  private PageKey.@Nullable Place place;

  private PackedKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = hash(bytes, 0, bytes.length);
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

  /** By which rows are found in memory. */
  public long hash() {
    return hash;
  }

  /** The page that its row is on, and where. */
  public PageKey.Place place() {
    PageKey.Place found = place;
    if (found == null) {
      found = PageKey.Place.of(this);
      place = found;
    }
    return found;
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
    return Long.hashCode(hash);
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
