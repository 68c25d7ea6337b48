package io.tributary.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Numbers, texts and runs of bytes on the way through Flink, as short as they can be. */
final class Framing {

  private Framing() {}

  /** As {@link PackedWriter#writeUnsigned}. */
  static void writeUnsigned(long value, DataOutputView out) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long readUnsigned(DataInputView in) throws IOException {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  static void writeBytes(byte[] bytes, DataOutputView out) throws IOException {
    writeUnsigned(bytes.length, out);
    out.write(bytes);
  }

  static byte[] readBytes(DataInputView in) throws IOException {
    byte[] bytes = new byte[(int) readUnsigned(in)];
    in.readFully(bytes);
    return bytes;
  }

  static void writeText(String text, DataOutputView out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  static String readText(DataInputView in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }
}
