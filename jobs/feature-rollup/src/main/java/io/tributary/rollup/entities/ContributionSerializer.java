package io.tributary.rollup.entities;

import io.tributary.event.ImmutableSerializer;
import io.tributary.event.ImmutableTypeInfo;
import io.tributary.event.Repeated;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.store.Encoding;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Carries contributions from the rows to the entities they are for. */
public final class ContributionSerializer extends ImmutableSerializer<Contribution> {

  private static final long serialVersionUID = 1L;

  /** The type of a stream of contributions; the logic names no serializer of Flink's. */
  public static final TypeInformation<Contribution> TYPE =
      new ImmutableTypeInfo<>(Contribution.class, new ContributionSerializer());

  private final transient Repeated<String> rollups = Repeated.texts();

  @Override
  public void serialize(Contribution contribution, DataOutputView out) throws IOException {
    rollups.write(contribution.rollup(), out);
    Encoding.writeEntity(contribution.entity(), out);
    contribution.writeParts(out);
  }

  @Override
  public Contribution deserialize(DataInputView in) throws IOException {
    String rollup = rollups.read(in);
    EntityKey entity = Encoding.readEntity(in);
    return Contribution.readParts(rollup, entity, in);
  }

  /** Names seen belong to one thread's serializer, so a copy starts without any. */
  @Override
  public TypeSerializer<Contribution> duplicate() {
    return new ContributionSerializer();
  }

  private Object readResolve() {
    return new ContributionSerializer();
  }

  @Override
  public Contribution createInstance() {
    return new Contribution("", new EntityKey("", 0), List.of());
  }

  @Override
  public TypeSerializerSnapshot<Contribution> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that records in flight were written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Contribution> {
    public Snapshot() {
      super(ContributionSerializer::new);
    }
  }
}
