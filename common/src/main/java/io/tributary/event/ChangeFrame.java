package io.tributary.event;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The binary form that {@link ChangeEvent} and {@link RowTransition} share: they have the same
 * parts and differ in what is promised of them.
 */
final class ChangeFrame {

  private final RowImageSerializer images = new RowImageSerializer();

  void write(ChangeEvent event, DataOutputView out) throws IOException {
    writeTable(event.table(), out);
    out.writeByte(event.op().ordinal());
    writeImage(event.key() == null ? null : event.key().columns(), out);
    writeImage(event.before(), out);
    writeImage(event.after(), out);
    writeImage(event.linkedKey() == null ? null : event.linkedKey().columns(), out);
    writePosition(event.position(), out);
    out.writeBoolean(event.txId() != null);
    if (event.txId() != null) {
      out.writeLong(event.txId());
    }
    out.writeByte(event.snapshot().ordinal());
    out.writeLong(event.committedAtMicros());
    writeOrigin(event.origin(), out);
  }

  ChangeEvent read(DataInputView in) throws IOException {
    return new ChangeEvent(
        new TableId(in.readUTF(), in.readUTF()),
        Op.ofOrdinal(in.readByte()),
        readKey(in),
        readImage(in),
        readImage(in),
        readKey(in),
        readPosition(in),
        in.readBoolean() ? in.readLong() : null,
        SnapshotKind.ofOrdinal(in.readByte()),
        in.readLong(),
        readOrigin(in));
  }

  static void writeTable(TableId table, DataOutputView out) throws IOException {
    out.writeUTF(table.schema());
    out.writeUTF(table.table());
  }

  static void writeOrigin(Origin origin, DataOutputView out) throws IOException {
    out.writeUTF(origin.topic());
    out.writeInt(origin.partition());
    out.writeLong(origin.offset());
  }

  static Origin readOrigin(DataInputView in) throws IOException {
    return new Origin(in.readUTF(), in.readInt(), in.readLong());
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

  private void writeImage(@Nullable RowImage image, DataOutputView out) throws IOException {
    out.writeBoolean(image != null);
    if (image != null) {
      images.serialize(image, out);
    }
  }

  private @Nullable RowImage readImage(DataInputView in) throws IOException {
    return in.readBoolean() ? images.deserialize(in) : null;
  }

  private @Nullable RowKey readKey(DataInputView in) throws IOException {
    RowImage columns = readImage(in);
    return columns == null ? null : new RowKey(columns);
  }
}
