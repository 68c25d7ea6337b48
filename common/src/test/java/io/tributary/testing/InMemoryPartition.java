package io.tributary.testing;

import java.io.IOException;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** A partition of a {@link RecordLog} and the offset of the record that is read next. */
record InMemoryPartition(int number, int offset) implements SourceSplit {

  @Override
  public String splitId() {
    return Integer.toString(number);
  }

  InMemoryPartition next() {
    return new InMemoryPartition(number, offset + 1);
  }

  /** Writes a partition as two numbers. */
  static final class Serializer implements SimpleVersionedSerializer<InMemoryPartition> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(InMemoryPartition partition) throws IOException {
      DataOutputSerializer out = new DataOutputSerializer(8);
      out.writeInt(partition.number());
      out.writeInt(partition.offset());
      return out.getCopyOfBuffer();
    }

    @Override
    public InMemoryPartition deserialize(int version, byte[] serialized) throws IOException {
      DataInputDeserializer in = new DataInputDeserializer(serialized);
      return new InMemoryPartition(in.readInt(), in.readInt());
    }
  }
}
