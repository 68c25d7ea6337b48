package io.tributary.event;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Flink's serializer of {@link RawRecord}. */
public final class RawRecordSerializer extends ImmutableSerializer<RawRecord> {

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(RawRecord record, DataOutputView out) throws IOException {
    Framing.writeText(record.origin().topic(), out);
    out.writeInt(record.origin().partition());
    out.writeLong(record.origin().offset());
    out.writeLong(record.timestampMillis());
    writeNullable(record.key(), out);
    writeNullable(record.value(), out);
    out.writeInt(record.headers().size());
    for (RawRecord.Header header : record.headers()) {
      Framing.writeText(header.name(), out);
      writeNullable(header.value(), out);
    }
  }

  @Override
  public RawRecord deserialize(DataInputView in) throws IOException {
    Origin origin = new Origin(Framing.readText(in), in.readInt(), in.readLong());
    long timestampMillis = in.readLong();
    byte[] key = readNullable(in);
    byte[] value = readNullable(in);
    int size = in.readInt();
    List<RawRecord.Header> headers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String name = Framing.readText(in);
      headers.add(new RawRecord.Header(name, readNullable(in)));
    }
    return new RawRecord(origin, timestampMillis, key, value, headers);
  }

  private static void writeNullable(byte @Nullable [] bytes, DataOutputView out)
      throws IOException {
    out.writeBoolean(bytes != null);
    if (bytes != null) {
      Framing.writeBytes(bytes, out);
    }
  }

  private static byte @Nullable [] readNullable(DataInputView in) throws IOException {
    return in.readBoolean() ? Framing.readBytes(in) : null;
  }

  @Override
  public RawRecordSerializer duplicate() {
    return this;
  }

  @Override
  public @Nullable RawRecord createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawRecord> {
    public Snapshot() {
      super(RawRecordSerializer::new);
    }
  }

  /** Lets Flink find this serializer. */
  public static final class TypeFactory extends TypeInfoFactory<RawRecord> {
    @Override
    public TypeInformation<RawRecord> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new ImmutableTypeInfo<>(RawRecord.class, new RawRecordSerializer());
    }
  }
}
