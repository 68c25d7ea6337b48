package io.tributary.runtime.ledger;

import io.tributary.event.ImmutableSerializer;
import io.tributary.event.SourcePosition;
import io.tributary.ledger.Horizon;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Keeps a {@link Horizon} in broadcast state. */
public final class HorizonSerializer extends ImmutableSerializer<Horizon> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;
  private static final int ROWS = 1;
  private static final int FORGOTTEN = 2;

  @Override
  public void serialize(Horizon horizon, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    SourcePosition rows = horizon.rows();
    SourcePosition forgotten = horizon.forgotten();
    out.writeByte((rows == null ? 0 : ROWS) | (forgotten == null ? 0 : FORGOTTEN));
    PackedPosition.writeSigned(horizon.clearedAtMicros(), out);
    if (rows != null) {
      PackedPosition.write(rows, 0, out);
    }
    if (forgotten != null) {
      PackedPosition.write(forgotten, 0, out);
    }
    PackedPosition.writeNumber(horizon.truncates().size(), out);
    for (SourcePosition truncate : horizon.truncates()) {
      PackedPosition.write(truncate, 0, out);
    }
  }

  @Override
  public Horizon deserialize(DataInputView in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException("a horizon of version %d is of a newer release".formatted(version));
    }
    int flags = in.readUnsignedByte();
    long clearedAtMicros = PackedPosition.readSigned(in);
    SourcePosition rows = (flags & ROWS) == 0 ? null : position(in);
    SourcePosition forgotten = (flags & FORGOTTEN) == 0 ? null : position(in);
    int size = (int) PackedPosition.readNumber(in);
    List<SourcePosition> truncates = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      truncates.add(position(in));
    }
    return new Horizon(rows, clearedAtMicros, truncates, forgotten);
  }

  private static SourcePosition position(DataInputView in) throws IOException {
    return PackedPosition.read(in.readUnsignedByte(), in);
  }

  @Override
  public HorizonSerializer duplicate() {
    return this;
  }

  @Override
  public @Nullable Horizon createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<Horizon> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Horizon> {
    public Snapshot() {
      super(HorizonSerializer::new);
    }
  }
}
