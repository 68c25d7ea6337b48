package io.tributary.runtime.ledger;

import io.tributary.event.DetachedImage;
import io.tributary.event.ImmutableSerializer;
import io.tributary.event.RowImage;
import io.tributary.event.RowImageSerializer;
import io.tributary.event.SourcePosition;
import io.tributary.ledger.LedgerEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link StoredEntry}: a byte for the version of this form, the {@link PackedPosition}
 * whose own flag says that there is an image, the commit time, the generation where it is not the
 * first, the key's columns, the image.
 */
public final class LedgerEntrySerializer extends ImmutableSerializer<StoredEntry> {

  private static final long serialVersionUID = 1L;

  /** Had fields of fixed width, and no key columns. */
  private static final int FIXED_WIDTH = 1;

  /** Had the image's schema in each entry. */
  private static final int WITH_SCHEMA = 2;

  /** Is of the first generation. */
  private static final int FIRST_GENERATION = 3;

  private static final int VERSION = 4;

  private final RowImageSerializer images = new RowImageSerializer();
  private List<Integer> lastKeyColumns = List.of();

  @Override
  public void serialize(StoredEntry stored, DataOutputView out) throws IOException {
    LedgerEntry entry = stored.entry();
    int version = version(entry);
    out.writeByte(version);
    PackedPosition.write(entry.position(), stored.isTombstone() ? 0 : PackedPosition.OWN, out);
    PackedPosition.writeSigned(entry.committedAtMicros(), out);
    if (stored.isTombstone()) {
      return;
    }
    if (version == VERSION) {
      PackedPosition.writeNumber(entry.generation(), out);
    }
    PackedPosition.writeNumber(entry.keyColumns().size(), out);
    for (int column : entry.keyColumns()) {
      PackedPosition.writeNumber(column, out);
    }
    if (stored.image() != null) {
      stored.image().write(out);
    } else {
      images.serialize(Objects.requireNonNull(entry.image()), out);
    }
  }

  /** What has its schema with it was written by a release that had one generation. */
  private static int version(LedgerEntry entry) {
    if (entry.image() != null) {
      return WITH_SCHEMA;
    }
    return entry.generation() == 0 ? FIRST_GENERATION : VERSION;
  }

  @Override
  public StoredEntry deserialize(DataInputView in) throws IOException {
    int version = in.readUnsignedByte();
    if (version == FIXED_WIDTH) {
      return new StoredEntry(readFixedWidth(in), null);
    } else if (version < FIXED_WIDTH || version > VERSION) {
      throw new IOException(
          "a ledger entry of version %d cannot be read by version %d: start a newer release"
              .formatted(version, VERSION));
    }
    int flags = in.readUnsignedByte();
    SourcePosition position = PackedPosition.read(flags, in);
    long committedAtMicros = PackedPosition.readSigned(in);
    if ((flags & PackedPosition.OWN) == 0) {
      return new StoredEntry(new LedgerEntry(position, committedAtMicros), null);
    }
    int generation = version == VERSION ? (int) PackedPosition.readNumber(in) : 0;
    LedgerEntry entry =
        new LedgerEntry(position, null, readKeyColumns(in), committedAtMicros, generation);
    return version == WITH_SCHEMA
        ? new StoredEntry(entry.withImage(images.deserialize(in)), null)
        : new StoredEntry(entry, DetachedImage.read(in));
  }

  /** Entries that follow one another are mostly of one table, and share the list. */
  private List<Integer> readKeyColumns(DataInputView in) throws IOException {
    int[] columns = new int[(int) PackedPosition.readNumber(in)];
    boolean same = columns.length == lastKeyColumns.size();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = (int) PackedPosition.readNumber(in);
      same = same && lastKeyColumns.get(i) == columns[i];
    }
    if (!same) {
      lastKeyColumns = List.copyOf(Arrays.stream(columns).boxed().toList());
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
  public @Nullable StoredEntry createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<StoredEntry> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<StoredEntry> {
    public Snapshot() {
      super(LedgerEntrySerializer::new);
    }
  }
}
