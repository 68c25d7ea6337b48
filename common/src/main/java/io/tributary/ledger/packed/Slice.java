package io.tributary.ledger.packed;

import java.util.Arrays;

/**
 * Some bytes of an array, which are there until the table that they are of changes, or shows
 * another slice.
 */
public final class Slice {

  private byte[] bytes = new byte[0];
  private int from;
  private int length;

  Slice of(byte[] array, int at, int size) {
    bytes = array;
    from = at;
    length = size;
    return this;
  }

  /** The array; not to be modified. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where in the array they begin. */
  public int from() {
    return from;
  }

  public int length() {
    return length;
  }

  public byte[] toArray() {
    return Arrays.copyOfRange(bytes, from, from + length);
  }
}
