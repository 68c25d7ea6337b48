package io.tributary.rollup.store;

import io.tributary.event.ImmutableSerializer;
import io.tributary.event.ImmutableTypeInfo;
import io.tributary.rollup.logic.EntityKey;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Carries updates to where they are written, if that is another task. */
public final class FeatureUpdateSerializer extends ImmutableSerializer<FeatureUpdate> {

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(FeatureUpdate update, DataOutputView out) throws IOException {
    Encoding.writeText(update.rollup(), out);
    Encoding.writeEntity(update.entity(), out);
    out.writeByte(update.change().tag());
    out.writeShort(update.values().size());
    for (Map.Entry<String, String> value : update.values().entrySet()) {
      Encoding.writeText(value.getKey(), out);
      Encoding.writeText(value.getValue(), out);
    }
    out.writeLong(update.version().epoch());
    out.writeLong(update.version().applied());
    out.writeInt(update.version().filled());
    out.writeLong(update.version().clock());
  }

  @Override
  public FeatureUpdate deserialize(DataInputView in) throws IOException {
    String rollup = Encoding.readText(in);
    EntityKey entity = Encoding.readEntity(in);
    FeatureUpdate.Change change = FeatureUpdate.Change.ofTag(in.readUnsignedByte());
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      values.put(Encoding.readText(in), Encoding.readText(in));
    }
    FeatureVersion version =
        new FeatureVersion(in.readLong(), in.readLong(), in.readInt(), in.readLong());
    return new FeatureUpdate(rollup, entity, change, values, version);
  }

  @Override
  public TypeSerializer<FeatureUpdate> duplicate() {
    return this;
  }

  @Override
  public FeatureUpdate createInstance() {
    return new FeatureUpdate(
        "",
        new EntityKey("", 0),
        FeatureUpdate.Change.GONE,
        Map.of(),
        new FeatureVersion(0, 0, 0, 0));
  }

  @Override
  public TypeSerializerSnapshot<FeatureUpdate> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeatureUpdate> {
    public Snapshot() {
      super(FeatureUpdateSerializer::new);
    }
  }

  /** Lets Flink find this serializer. */
  public static final class TypeFactory extends TypeInfoFactory<FeatureUpdate> {
    @Override
    public TypeInformation<FeatureUpdate> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new ImmutableTypeInfo<>(FeatureUpdate.class, new FeatureUpdateSerializer());
    }
  }
}
