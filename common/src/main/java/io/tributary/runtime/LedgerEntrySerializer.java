package io.tributary.runtime;

import io.tributary.event.ImmutableSerializer;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowImageSerializer;
import io.tributary.event.SourcePosition;
import io.tributary.ledger.LedgerEntry;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes a {@link LedgerEntry}: a byte for the version of this form, the position, the image. */
public final class LedgerEntrySerializer extends ImmutableSerializer<LedgerEntry> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;

  private final RowImageSerializer images = new RowImageSerializer();

  @Override
  public void serialize(LedgerEntry entry, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    SourcePosition position = entry.position();
    out.writeInt(position.epoch());
    out.writeLong(position.commitPosition());
    out.writeBoolean(position.streamed());
    out.writeLong(position.lsn());
    out.writeLong(position.transactionOrder());
    out.writeByte(position.op().letter());
    out.writeLong(entry.committedAtMicros());
    out.writeBoolean(entry.image() != null);
    if (entry.image() != null) {
      images.serialize(entry.image(), out);
    }
  }

  @Override
  public LedgerEntry deserialize(DataInputView in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException(
          "a ledger entry of version %d cannot be read by version %d: start a newer release"
              .formatted(version, VERSION));
    }
    SourcePosition position =
        new SourcePosition(
            in.readInt(),
            in.readLong(),
            in.readBoolean(),
            in.readLong(),
            in.readLong(),
            op(in.readUnsignedByte()));
    long committedAtMicros = in.readLong();
    RowImage image = in.readBoolean() ? images.deserialize(in) : null;
    return new LedgerEntry(position, image, committedAtMicros);
  }

  private static Op op(int letter) throws IOException {
    Op op = Op.ofLetter((char) letter);
    if (op == null) {
      throw new IOException("a ledger entry names an unknown operation '" + (char) letter + "'");
    }
    return op;
  }

  @Override
  public LedgerEntrySerializer duplicate() {
    return new LedgerEntrySerializer();
  }

  @Override
  public @Nullable LedgerEntry createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<LedgerEntry> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LedgerEntry> {
    public Snapshot() {
      super(LedgerEntrySerializer::new);
    }
  }
}
