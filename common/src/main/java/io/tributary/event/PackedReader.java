package io.tributary.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a {@link PackedWriter} wrote. */
final class PackedReader {

  private byte[] bytes;
  private int position;

  PackedReader(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  /** Turns to other bytes. */
  void open(byte[] others, int start) {
    bytes = others;
    position = start;
  }

  int position() {
    return position;
  }

  void moveTo(int index) {
    position = index;
  }

  void skip(int count) {
    position += count;
  }

  int readByte() {
    return bytes[position++];
  }

  long readUnsigned() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[position++];
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  int readLength() {
    return (int) readUnsigned();
  }

  long readSigned() {
    long value = readUnsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  void skipNumber() {
    while (bytes[position++] < 0) {
      // More bytes of the number follow.
    }
  }

  long readFixed(int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | (bytes[position++] & 0xFF);
    }
    return value;
  }

  byte[] readBytes() {
    int length = readLength();
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  String readText() {
    int length = readLength();
    position += length;
    return new String(bytes, position - length, length, StandardCharsets.UTF_8);
  }
}
