package io.tributary.event;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes an image as a byte for the version of this form, its schema, and its columns as the image
 * itself holds them. A reader that has seen a schema's bytes before shares the schema.
 */
public final class RowImageSerializer extends ImmutableSerializer<RowImage> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;

  private final transient MemoizingCodec<RowSchema> schemas =
      new MemoizingCodec<>(RowSchema::encoded, SchemaEncoding::decode);

  @Override
  public void serialize(RowImage image, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    schemas.write(image.schema(), out);
    Framing.writeBytes(image.packed(), out);
  }

  @Override
  public RowImage deserialize(DataInputView in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "version " + version + " of a row image cannot be read by this build: start a newer one");
    }
    RowSchema schema = schemas.read(in);
    return new RowImage(schema, Framing.readBytes(in));
  }

  /** Schemas seen belong to one thread's serializer, so a copy starts without any. */
  @Override
  public RowImageSerializer duplicate() {
    return new RowImageSerializer();
  }

  private Object readResolve() {
    return new RowImageSerializer();
  }

  @Override
  public RowImage createInstance() {
    return RowImage.unavailable(RowSchema.of());
  }

  @Override
  public TypeSerializerSnapshot<RowImage> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RowImage> {
    public Snapshot() {
      super(RowImageSerializer::new);
    }
  }

  /** Lets Flink find this serializer. */
  public static final class TypeFactory extends TypeInfoFactory<RowImage> {
    @Override
    public TypeInformation<RowImage> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new ImmutableTypeInfo<>(RowImage.class, new RowImageSerializer());
    }
  }
}
