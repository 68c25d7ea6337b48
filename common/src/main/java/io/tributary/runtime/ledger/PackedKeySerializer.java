package io.tributary.runtime.ledger;

import io.tributary.event.ImmutableSerializer;
import io.tributary.ledger.packed.PackedKey;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes the length of a lane and its bytes. */
public final class PackedKeySerializer extends ImmutableSerializer<PackedKey> {

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(PackedKey lane, DataOutputView out) throws IOException {
    PackedPosition.writeNumber(lane.bytes().length, out);
    out.write(lane.bytes());
  }

  @Override
  public PackedKey deserialize(DataInputView in) throws IOException {
    byte[] bytes = new byte[(int) PackedPosition.readNumber(in)];
    in.readFully(bytes);
    return PackedKey.of(bytes);
  }

  @Override
  public PackedKeySerializer duplicate() {
    return this;
  }

  @Override
  public @Nullable PackedKey createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<PackedKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PackedKey> {
    public Snapshot() {
      super(PackedKeySerializer::new);
    }
  }
}
