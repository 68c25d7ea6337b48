package io.tributary.rollup.logic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers in as few bytes as they need: seven bits a byte, small magnitudes short. */
final class Packed {

  private Packed() {}

  static void writeUnsigned(long value, DataOutput out) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long readUnsigned(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("a packed number does not end");
  }

  static void writeSigned(long value, DataOutput out) throws IOException {
    writeUnsigned((value << 1) ^ (value >> 63), out);
  }

  static long readSigned(DataInput in) throws IOException {
    long zigzag = readUnsigned(in);
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  static void writeDecimal(BigDecimal value, DataOutput out) throws IOException {
    byte[] unscaled = value.unscaledValue().toByteArray();
    writeSigned(value.scale(), out);
    writeUnsigned(unscaled.length, out);
    out.write(unscaled);
  }

  static BigDecimal readDecimal(DataInput in) throws IOException {
    int scale = (int) readSigned(in);
    byte[] unscaled = new byte[(int) readUnsigned(in)];
    in.readFully(unscaled);
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
