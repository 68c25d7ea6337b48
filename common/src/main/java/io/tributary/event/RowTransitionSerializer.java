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

/** Flink's serializer of {@link RowTransition}. */
public final class RowTransitionSerializer extends ImmutableSerializer<RowTransition> {

  private static final long serialVersionUID = 1L;

  private transient ChangeFrame frame = new ChangeFrame();

  @Override
  public void serialize(RowTransition transition, DataOutputView out) throws IOException {
    frame.write(transition.asEvent(), out);
    Framing.writeUnsigned(transition.generationBefore(), out);
    Framing.writeUnsigned(transition.generationAfter(), out);
  }

  @Override
  public RowTransition deserialize(DataInputView in) throws IOException {
    RowTransition transition = RowTransition.of(frame.read(in));
    int before = (int) Framing.readUnsigned(in);
    return transition.counted(before, (int) Framing.readUnsigned(in));
  }

  @Override
  public RowTransitionSerializer duplicate() {
    return new RowTransitionSerializer();
  }

  private Object readResolve() {
    return new RowTransitionSerializer();
  }

  @Override
  public @Nullable RowTransition createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<RowTransition> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RowTransition> {
    public Snapshot() {
      super(RowTransitionSerializer::new);
    }
  }

  /** Lets Flink find this serializer. */
  public static final class TypeFactory extends TypeInfoFactory<RowTransition> {
    @Override
    public TypeInformation<RowTransition> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new ImmutableTypeInfo<>(RowTransition.class, new RowTransitionSerializer());
    }
  }
}
