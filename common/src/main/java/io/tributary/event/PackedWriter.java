package io.tributary.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written: numbers in as few bytes as they need, everything else behind its length. */
final class PackedWriter {

  private byte[] bytes;
  private int size;

  PackedWriter(int capacity) {
    this.bytes = new byte[capacity];
  }

  void clear() {
    size = 0;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }

  void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void writeZeros(int count) {
    reserve(count);
    Arrays.fill(bytes, size, size + count, (byte) 0);
    size += count;
  }

  /** Sets bits of a byte that has been written. */
  void setBits(int index, int bits) {
    bytes[index] |= (byte) bits;
  }

  /** Seven bits a byte, the lowest first, the highest bit set where more follow. */
  void writeUnsigned(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A number whose sign is its lowest bit, so that those near zero are short. */
  void writeSigned(long value) {
    writeUnsigned((value << 1) ^ (value >> 63));
  }

  void writeFixed(long value, int width) {
    reserve(width);
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void writeRaw(byte[] from, int start, int end) {
    reserve(end - start);
    System.arraycopy(from, start, bytes, size, end - start);
    size += end - start;
  }

  void writeBytes(byte[] from, int start, int end) {
    writeUnsigned(end - start);
    writeRaw(from, start, end);
  }

  void writeBytes(byte[] all) {
    writeBytes(all, 0, all.length);
  }

  void writeText(String text) {
    writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
