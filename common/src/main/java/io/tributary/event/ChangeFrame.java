package io.tributary.event;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The binary form that {@link ChangeEvent} and {@link RowTransition} share: they have the same
 * parts and differ in what is promised of them. An image whose schema is that of the image before
 * it does not repeat it. Numbers have a fixed width: none of them is small, and there are many.
 */
final class ChangeFrame {

  private static final int VERSION = 2;

  private static final int ABSENT = 0;
  private static final int WITH_SCHEMA = 1;
  private static final int SAME_SCHEMA = 2;

  private final RowImageSerializer images = new RowImageSerializer();

  /** Apart, so that each serializer meets the same schema again and again. */
  private final RowImageSerializer keys = new RowImageSerializer();

  private final MemoizingCodec<TableId> tables =
      new MemoizingCodec<>(ChangeFrame::encode, ChangeFrame::table);
  private final MemoizingCodec<String> topics = MemoizingCodec.texts();

  void write(ChangeEvent event, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    tables.write(event.table(), out);
    out.writeByte(event.op().ordinal());
    RowImage key = columns(event.key());
    RowImage linkedKey = columns(event.linkedKey());
    writeImage(key, null, keys, out);
    writeImage(linkedKey, key, keys, out);
    RowImage last = linkedKey == null ? key : linkedKey;
    writeImage(event.before(), last, images, out);
    writeImage(event.after(), event.before() == null ? last : event.before(), images, out);
    writePosition(event.position(), out);
    out.writeBoolean(event.txId() != null);
    if (event.txId() != null) {
      out.writeLong(event.txId());
    }
    out.writeByte(event.snapshot().ordinal());
    out.writeLong(event.committedAtMicros());
    topics.write(event.origin().topic(), out);
    out.writeInt(event.origin().partition());
    out.writeLong(event.origin().offset());
  }

  ChangeEvent read(DataInputView in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("version " + version + " of a change cannot be read by this build");
    }
    TableId table = tables.read(in);
    Op op = Op.ofOrdinal(in.readByte());
    RowImage key = readImage(null, keys, in);
    RowImage linkedKey = readImage(key, keys, in);
    RowImage last = linkedKey == null ? key : linkedKey;
    RowImage before = readImage(last, images, in);
    RowImage after = readImage(before == null ? last : before, images, in);
    SourcePosition position = readPosition(in);
    Long txId = in.readBoolean() ? in.readLong() : null;
    SnapshotKind snapshot = SnapshotKind.ofOrdinal(in.readByte());
    long committedAt = in.readLong();
    Origin origin = new Origin(topics.read(in), in.readInt(), in.readLong());
    return new ChangeEvent(
        table,
        op,
        key(key),
        before,
        after,
        key(linkedKey),
        position,
        txId,
        snapshot,
        committedAt,
        origin);
  }

  private static byte[] encode(TableId table) {
    PackedWriter out = new PackedWriter(64);
    out.writeText(table.schema());
    out.writeText(table.table());
    return out.toArray();
  }

  private static TableId table(byte[] encoded) {
    PackedReader in = new PackedReader(encoded, 0);
    return new TableId(in.readText(), in.readText());
  }

  private static void writePosition(SourcePosition position, DataOutputView out)
      throws IOException {
    out.writeInt(position.epoch());
    out.writeLong(position.commitPosition());
    out.writeBoolean(position.streamed());
    out.writeLong(position.lsn());
    out.writeLong(position.transactionOrder());
    out.writeByte(position.op().ordinal());
  }

  private static SourcePosition readPosition(DataInputView in) throws IOException {
    return new SourcePosition(
        in.readInt(),
        in.readLong(),
        in.readBoolean(),
        in.readLong(),
        in.readLong(),
        Op.ofOrdinal(in.readByte()));
  }

  /**
   * @param last the image before it in this frame, whose schema is not repeated
   */
  private static void writeImage(
      @Nullable RowImage image,
      @Nullable RowImage last,
      RowImageSerializer withSchema,
      DataOutputView out)
      throws IOException {
    if (image == null) {
      out.writeByte(ABSENT);
    } else if (last != null && last.schema().equals(image.schema())) {
      out.writeByte(SAME_SCHEMA);
      Framing.writeBytes(image.packed(), out);
    } else {
      out.writeByte(WITH_SCHEMA);
      withSchema.serialize(image, out);
    }
  }

  private static @Nullable RowImage readImage(
      @Nullable RowImage last, RowImageSerializer withSchema, DataInputView in) throws IOException {
    int form = in.readByte();
    if (form == ABSENT) {
      return null;
    } else if (form == SAME_SCHEMA && last != null) {
      return new RowImage(last.schema(), Framing.readBytes(in));
    }
    return withSchema.deserialize(in);
  }

  private static @Nullable RowImage columns(@Nullable RowKey key) {
    return key == null ? null : key.columns();
  }

  private static @Nullable RowKey key(@Nullable RowImage columns) {
    return columns == null ? null : new RowKey(columns);
  }
}
