package io.tributary.event;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes an image as its schema's bytes, a state per column (unavailable, lost, NULL or value) and
 * the values. A reader that has seen a schema's bytes before shares the schema.
 */
public final class RowImageSerializer extends ImmutableSerializer<RowImage> {

  private static final long serialVersionUID = 1L;

  private static final int UNAVAILABLE = 0;
  private static final int NULL = 1;
  private static final int VALUE = 2;
  private static final int LOST = 3;

  private transient Map<RowSchema, byte[]> encodedSchemas = new HashMap<>();
  private transient Map<Bytes, RowSchema> knownSchemas = new HashMap<>();
  private transient byte[] lastEncoded = new byte[0];
  private transient RowSchema lastSchema = RowSchema.of();

  @Override
  public void serialize(RowImage image, DataOutputView out) throws IOException {
    RowSchema schema = image.schema();
    ValueEncoding.writeBytes(encoded(schema), out);
    for (int i = 0; i < schema.size(); i++) {
      Object value = image.isUnavailable(i) ? null : image.value(i);
      out.writeByte(state(image, i, value));
      if (value != null) {
        ValueEncoding.writeValue(schema.column(i).type(), value, out);
      }
    }
  }

  @Override
  public RowImage deserialize(DataInputView in) throws IOException {
    RowSchema schema = readSchema(in);
    RowImage.Builder image = RowImage.of(schema);
    for (int i = 0; i < schema.size(); i++) {
      int state = in.readByte();
      if (state == NULL) {
        image.set(i, null);
      } else if (state == VALUE) {
        image.set(i, ValueEncoding.readValue(schema.column(i).type(), in));
      } else if (state == LOST) {
        image.lose(i);
      }
    }
    return image.build();
  }

  private static int state(RowImage image, int index, @Nullable Object value) {
    if (image.isUnavailable(index)) {
      return image.isLost(index) ? LOST : UNAVAILABLE;
    }
    return value == null ? NULL : VALUE;
  }

  private byte[] encoded(RowSchema schema) throws IOException {
    byte[] encoded = encodedSchemas.get(schema);
    if (encoded == null) {
      DataOutputSerializer out = new DataOutputSerializer(256);
      out.writeShort(schema.size());
      for (RowSchema.Column column : schema.columns()) {
        ValueEncoding.writeText(column.name(), out);
        ValueEncoding.writeType(column.type(), out);
        out.writeShort(column.attribute());
      }
      encoded = out.getCopyOfBuffer();
      encodedSchemas.put(schema, encoded);
    }
    return encoded;
  }

  private RowSchema readSchema(DataInputView in) throws IOException {
    byte[] encoded = ValueEncoding.readBytes(in);
    if (!Arrays.equals(encoded, lastEncoded)) {
      Bytes key = Bytes.copyOf(encoded);
      RowSchema schema = knownSchemas.get(key);
      if (schema == null) {
        schema = decodeSchema(encoded);
        knownSchemas.put(key, schema);
      }
      lastEncoded = encoded;
      lastSchema = schema;
    }
    return lastSchema;
  }

  private static RowSchema decodeSchema(byte[] encoded) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(encoded);
    int size = in.readShort();
    List<RowSchema.Column> columns = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String name = ValueEncoding.readText(in);
      ColumnType type = ValueEncoding.readType(in);
      columns.add(new RowSchema.Column(name, type, in.readShort()));
    }
    return RowSchema.of(columns);
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
