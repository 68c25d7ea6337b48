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
import org.jspecify.annotations.Nullable;

/** Flink's serializer of {@link ChangeEvent}. */
public final class ChangeEventSerializer extends ImmutableSerializer<ChangeEvent> {

  private static final long serialVersionUID = 1L;

  private transient ChangeFrame frame = new ChangeFrame();

  @Override
  public void serialize(ChangeEvent event, DataOutputView out) throws IOException {
    frame.write(event, out);
  }

  @Override
  public ChangeEvent deserialize(DataInputView in) throws IOException {
    return frame.read(in);
  }

  @Override
  public ChangeEventSerializer duplicate() {
    return new ChangeEventSerializer();
  }

  private Object readResolve() {
    return new ChangeEventSerializer();
  }

  @Override
  public @Nullable ChangeEvent createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<ChangeEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ChangeEvent> {
    public Snapshot() {
      super(ChangeEventSerializer::new);
    }
  }

  /** Lets Flink find this serializer. */
  public static final class TypeFactory extends TypeInfoFactory<ChangeEvent> {
    @Override
    public TypeInformation<ChangeEvent> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new ImmutableTypeInfo<>(ChangeEvent.class, new ChangeEventSerializer());
    }
  }
}
