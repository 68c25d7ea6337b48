package io.tributary.event;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A {@link RowImage} whose schema is kept elsewhere: see {@link KnownSchemas}. */
public final class DetachedImage {

  private final long schema;
  private final byte[] packed;

  DetachedImage(long schema, byte[] packed) {
    this.schema = schema;
    this.packed = packed;
  }

  /** The schema's fingerprint. */
  long schema() {
    return schema;
  }

  /** Not to be modified. */
  byte[] packed() {
    return packed;
  }

  /** Writes the fingerprint in eight bytes, then the columns behind their length. */
  public void write(DataOutputView out) throws IOException {
    out.writeLong(schema);
    Framing.writeBytes(packed, out);
  }

  public static DetachedImage read(DataInputView in) throws IOException {
    return new DetachedImage(in.readLong(), Framing.readBytes(in));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DetachedImage image
        && schema == image.schema
        && Arrays.equals(packed, image.packed);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(schema) + Arrays.hashCode(packed);
  }

  /** Shows nothing of the row. */
  @Override
  public String toString() {
    return "DetachedImage[" + packed.length + "]";
  }
}
