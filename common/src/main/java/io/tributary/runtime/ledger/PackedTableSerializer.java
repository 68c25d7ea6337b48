package io.tributary.runtime.ledger;

import io.tributary.event.VariableLengthSerializer;
import io.tributary.ledger.packed.PackedKey;
import io.tributary.ledger.packed.PackedTable;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a byte for the version of this form, how many rows there are, and of each the length of
 * its lane, the lane, the length of its entry and the entry.
 */
public final class PackedTableSerializer extends VariableLengthSerializer<PackedTable> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;

  @Override
  public void serialize(PackedTable table, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    PackedPosition.writeNumber(table.rows(), out);
    table.<IOException>forEach(
        (key, value) -> {
          PackedPosition.writeNumber(key.length(), out);
          out.write(key.bytes(), key.from(), key.length());
          PackedPosition.writeNumber(value.length(), out);
          out.write(value.bytes(), value.from(), value.length());
        });
  }

  @Override
  public PackedTable deserialize(DataInputView in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException(
          "rows of version %d cannot be read by version %d: start a newer release"
              .formatted(version, VERSION));
    }
    PackedTable table = new PackedTable();
    for (long left = PackedPosition.readNumber(in); left > 0; left--) {
      PackedKey key = PackedKey.of(bytes(in));
      byte[] value = bytes(in);
      table.put(key, value, value.length);
    }
    return table;
  }

  private static byte[] bytes(DataInputView in) throws IOException {
    byte[] bytes = new byte[(int) PackedPosition.readNumber(in)];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public PackedTable copy(PackedTable from) {
    return from.copy();
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<PackedTable> duplicate() {
    return this;
  }

  @Override
  public PackedTable createInstance() {
    return new PackedTable();
  }

  @Override
  public TypeSerializerSnapshot<PackedTable> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PackedTable> {
    public Snapshot() {
      super(PackedTableSerializer::new);
    }
  }
}
