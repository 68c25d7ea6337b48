package io.tributary.decode.avro;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the primitives of Avro's binary encoding. A length that the bytes do not hold is refused
 * before anything is allocated for it, as damaged records have such.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">Avro's binary
 *     encoding</a>
 */
final class AvroBytes {

  private static final int MOST_VARINT_BITS = 63;

  private final byte[] bytes;
  private int position;

  AvroBytes(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  static Undecodable malformed(String what) {
    return new Undecodable(DecodeError.MALFORMED_AVRO, "does not match its Avro schema: " + what);
  }

  void expectEnd() throws Undecodable {
    if (position != bytes.length) {
      throw malformed("bytes are left at " + position + " of " + bytes.length);
    }
  }

  boolean readBoolean() throws Undecodable {
    byte value = bytes[take(1)];
    if (value != 0 && value != 1) {
      throw malformed("a boolean is neither 0 nor 1");
    }
    return value == 1;
  }

  long readLong() throws Undecodable {
    long zigzag = 0;
    for (int shift = 0; shift <= MOST_VARINT_BITS; shift += 7) {
      byte next = bytes[take(1)];
      zigzag |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return zigzag >>> 1 ^ -(zigzag & 1);
      }
    }
    throw malformed("a number of more than 64 bits");
  }

  float readFloat() throws Undecodable {
    return little(Float.BYTES).getFloat();
  }

  double readDouble() throws Undecodable {
    return little(Double.BYTES).getDouble();
  }

  private ByteBuffer little(int size) throws Undecodable {
    return ByteBuffer.wrap(bytes, take(size), size).order(ByteOrder.LITTLE_ENDIAN);
  }

  String readString() throws Undecodable {
    int length = readLength();
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  byte[] readBytes(int length) throws Undecodable {
    int start = take(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  int readLength() throws Undecodable {
    long length = readLong();
    if (length < 0 || length > bytes.length - position) {
      throw malformed("a length beyond the end, at " + position + " of " + bytes.length);
    }
    return (int) length;
  }

  /** The items of an array's or a map's next block, 0 behind the last. */
  long readBlock() throws Undecodable {
    long items = readLong();
    if (items < 0) {
      // Behind a negative count stands the block's size, for those who skip it.
      readLong();
      items = -items;
    }
    // Of items without bytes (nulls of type null) no table has an array.
    if (items < 0 || items > bytes.length - position) {
      throw malformed("more items than bytes, at " + position + " of " + bytes.length);
    }
    return items;
  }

  private int take(int size) throws Undecodable {
    if (size > bytes.length - position) {
      throw malformed("it ends early, at " + position + " of " + bytes.length);
    }
    int start = position;
    position += size;
    return start;
  }
}
