package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value, or several one after the other, as bytes whose order is that of SQL: numbers by size,
 * NaN last; text byte by byte; false before true; NULL before all. Values that SQL takes for equal
 * are equal: {@code 1.5} and {@code 1.50}, {@code 0.0} and {@code -0.0}. In saved state, so it
 * stays; see {@link ElementWriter}.
 */
final class Element implements Comparable<Element>, Serializable {

  private static final long serialVersionUID = 1L;

  /** The most bytes of a {@link #rounded} element. */
  private static final int ROUNDED_BYTES = 1024;

  private final byte[] bytes;

  Element(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The element of one value.
   *
   * @param floating whether the value's column is {@code real} or {@code double precision}; a
   *     Double of another column is a NaN or an infinity of {@code numeric}
   */
  static Element of(@Nullable Object value, boolean floating) {
    return new ElementWriter().add(value, floating).element();
  }

  /** The last of the values as JSON: {@code 12.5}, {@code "web"}, {@code true}, {@code null}. */
  String json() {
    return new ElementReader(bytes).lastAsJson();
  }

  /**
   * A hash that no build changes, with all bits mixed: FNV-1a, then the finalizer of MurmurHash3.
   */
  long hash() {
    long hash = 0xcbf29ce484222325L;
    for (byte each : bytes) {
      hash = (hash ^ (each & 0xFF)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }

  int length() {
    return bytes.length;
  }

  /** A short element that is no less than this one, or, rounded down, no greater. */
  Element rounded(boolean up) {
    if (bytes.length <= ROUNDED_BYTES) {
      return this;
    }
    byte[] start = Arrays.copyOf(bytes, ROUNDED_BYTES);
    if (!up) {
      return new Element(start);
    }
    int last = start.length - 1;
    // The first byte is a tag, and no tag is the greatest byte.
    while (start[last] == -1) {
      last--;
    }
    start[last]++;
    return new Element(Arrays.copyOf(start, last + 1));
  }

  @Override
  public int compareTo(Element other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  /** Writes what {@link #read} reads; bytes shared with the element before it are left out. */
  void write(@Nullable Element previous, DataOutput out) throws IOException {
    int shared = previous == null ? 0 : Arrays.mismatch(previous.bytes, bytes);
    shared = shared < 0 ? bytes.length : shared;
    Packed.writeUnsigned(shared, out);
    Packed.writeUnsigned(bytes.length - shared, out);
    out.write(bytes, shared, bytes.length - shared);
  }

  static Element read(@Nullable Element previous, DataInput in) throws IOException {
    int shared = (int) Packed.readUnsigned(in);
    int rest = (int) Packed.readUnsigned(in);
    byte[] bytes = new byte[shared + rest];
    if (previous != null) {
      System.arraycopy(previous.bytes, 0, bytes, 0, shared);
    }
    in.readFully(bytes, shared, rest);
    return new Element(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Element element && Arrays.equals(bytes, element.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** A value can be personal data, so it is not shown. */
  @Override
  public String toString() {
    return "Element";
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
