package io.tributary.runtime.ledger;

import io.tributary.event.ImmutableSerializer;
import io.tributary.event.SourcePosition;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Keeps a {@link SourcePosition} in state: a byte for the version of the form, and the form. */
public final class SourcePositionSerializer extends ImmutableSerializer<SourcePosition> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;

  @Override
  public void serialize(SourcePosition position, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    PackedPosition.write(position, 0, out);
  }

  @Override
  public SourcePosition deserialize(DataInputView in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException("a position of version %d is of a newer release".formatted(version));
    }
    return PackedPosition.read(in.readUnsignedByte(), in);
  }

  @Override
  public SourcePositionSerializer duplicate() {
    return this;
  }

  @Override
  public @Nullable SourcePosition createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<SourcePosition> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SourcePosition> {
    public Snapshot() {
      super(SourcePositionSerializer::new);
    }
  }
}
