package io.tributary.runtime;

import io.tributary.event.ImmutableSerializer;
import io.tributary.event.RowImage;
import io.tributary.event.RowImageSerializer;
import io.tributary.event.SourcePosition;
import io.tributary.ledger.LedgerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link LedgerEntry}: a byte for the version of this form, the {@link PackedPosition}
 * whose own flag says that there is an image, the commit time, the key's columns, the image.
 */
public final class LedgerEntrySerializer extends ImmutableSerializer<LedgerEntry> {

  private static final long serialVersionUID = 1L;

  /** Had fields of fixed width, and no key columns. */
  private static final int FIXED_WIDTH = 1;

  private static final int VERSION = 2;

  private final RowImageSerializer images = new RowImageSerializer();
  private transient List<Integer> lastKeyColumns = List.of();

  @Override
  public void serialize(LedgerEntry entry, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    PackedPosition.write(entry.position(), entry.isTombstone() ? 0 : PackedPosition.OWN, out);
    PackedPosition.writeSigned(entry.committedAtMicros(), out);
    if (entry.image() != null) {
      PackedPosition.writeNumber(entry.keyColumns().size(), out);
      for (int column : entry.keyColumns()) {
        PackedPosition.writeNumber(column, out);
      }
      images.serialize(entry.image(), out);
    }
  }

  @Override
  public LedgerEntry deserialize(DataInputView in) throws IOException {
    int version = in.readUnsignedByte();
    if (version == FIXED_WIDTH) {
      return readFixedWidth(in);
    } else if (version != VERSION) {
      throw new IOException(
          "a ledger entry of version %d cannot be read by version %d: start a newer release"
              .formatted(version, VERSION));
    }
    int flags = in.readUnsignedByte();
    SourcePosition position = PackedPosition.read(flags, in);
    long committedAtMicros = PackedPosition.readSigned(in);
    if ((flags & PackedPosition.OWN) == 0) {
      return new LedgerEntry(position, committedAtMicros);
    }
    List<Integer> keyColumns = readKeyColumns(in);
    return new LedgerEntry(position, images.deserialize(in), keyColumns, committedAtMicros);
  }

  /** Entries that follow one another are mostly of one table, and share the list. */
  private List<Integer> readKeyColumns(DataInputView in) throws IOException {
    int size = (int) PackedPosition.readNumber(in);
    boolean same = lastKeyColumns != null && size == lastKeyColumns.size();
    List<Integer> columns = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int column = (int) PackedPosition.readNumber(in);
      same = same && lastKeyColumns.get(i) == column;
      columns.add(column);
    }
    if (!same) {
      lastKeyColumns = List.copyOf(columns);
    }
    return lastKeyColumns;
  }

  private LedgerEntry readFixedWidth(DataInputView in) throws IOException {
    SourcePosition position =
        new SourcePosition(
            in.readInt(),
            in.readLong(),
            in.readBoolean(),
            in.readLong(),
            in.readLong(),
            PackedPosition.op((char) in.readUnsignedByte()));
    long committedAtMicros = in.readLong();
    RowImage image = in.readBoolean() ? images.deserialize(in) : null;
    return new LedgerEntry(position, image, List.of(), committedAtMicros);
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
