package io.tributary.rollup.store;

import io.tributary.rollup.logic.EntityKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The binary form of what the serializers here have in common. */
final class Encoding {

  private Encoding() {}

  static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  static void writeEntity(EntityKey entity, DataOutput out) throws IOException {
    writeText(entity.text(), out);
    out.writeInt(entity.bare());
  }

  static EntityKey readEntity(DataInput in) throws IOException {
    return new EntityKey(readText(in), in.readInt());
  }
}
