package io.tributary.rollup;

import io.tributary.event.ImmutableSerializer;
import io.tributary.event.ImmutableTypeInfo;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.EntityKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Carries contributions from the rows to the entities they are for. */
public final class ContributionSerializer extends ImmutableSerializer<Contribution> {

  private static final long serialVersionUID = 1L;

  /** The type of a stream of contributions; the logic names no serializer of Flink's. */
  static final TypeInformation<Contribution> TYPE =
      new ImmutableTypeInfo<>(Contribution.class, new ContributionSerializer());

  /** Of the contribution that was read last; the next is mostly of the same rollup. */
  private transient byte @Nullable [] lastBytes;

  private transient @Nullable String lastRollup;

  @Override
  public void serialize(Contribution contribution, DataOutputView out) throws IOException {
    Encoding.writeText(contribution.rollup(), out);
    Encoding.writeEntity(contribution.entity(), out);
    contribution.writeParts(out);
  }

  @Override
  public Contribution deserialize(DataInputView in) throws IOException {
    String rollup = readRollup(in);
    EntityKey entity = Encoding.readEntity(in);
    return Contribution.readParts(rollup, entity, in);
  }

  private String readRollup(DataInputView in) throws IOException {
    byte[] bytes = Encoding.readBytes(in);
    byte[] last = lastBytes;
    String rollup = lastRollup;
    if (rollup == null || last == null || !Arrays.equals(bytes, last)) {
      rollup = new String(bytes, StandardCharsets.UTF_8);
      lastRollup = rollup;
      lastBytes = bytes;
    }
    return rollup;
  }

  @Override
  public TypeSerializer<Contribution> duplicate() {
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
