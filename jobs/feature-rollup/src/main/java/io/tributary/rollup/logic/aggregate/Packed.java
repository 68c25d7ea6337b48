package io.tributary.rollup.logic.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers in as few bytes as they need: seven bits a byte, small magnitudes short. */
public final class Packed {

  private Packed() {}

  public static void writeUnsigned(long value, DataOutput out) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  public static long readUnsigned(DataInput in) throws IOException {
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

  public static void writeSigned(long value, DataOutput out) throws IOException {
    writeUnsigned((value << 1) ^ (value >> 63), out);
  }

  public static long readSigned(DataInput in) throws IOException {
    long zigzag = readUnsigned(in);
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  static void writeDecimal(BigDecimal value, DataOutput out) throws IOException {
    BigInteger unscaled = value.unscaledValue();
    writeSigned(value.scale(), out);
    if (unscaled.bitLength() < Long.SIZE) {
      writeShort(unscaled.longValue(), unscaled.bitLength() / Byte.SIZE + 1, out);
      return;
    }
    byte[] bytes = unscaled.toByteArray();
    writeUnsigned(bytes.length, out);
    out.write(bytes);
  }

  /** As {@link BigInteger#toByteArray} has it, behind its length. */
  private static void writeShort(long unscaled, int length, DataOutput out) throws IOException {
    writeUnsigned(length, out);
    for (int shift = (length - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.writeByte((int) (unscaled >> shift));
    }
  }

  static BigDecimal readDecimal(DataInput in) throws IOException {
    int scale = (int) readSigned(in);
    int length = (int) readUnsigned(in);
    if (length > 0 && length <= Long.BYTES) {
      long value = in.readByte();
      for (int i = 1; i < length; i++) {
        value = value << Byte.SIZE | in.readUnsignedByte();
      }
      return BigDecimal.valueOf(value, scale);
    }
    byte[] unscaled = new byte[length];
    in.readFully(unscaled);
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
