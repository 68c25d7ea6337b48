package io.tributary.rollup.entities;

import io.tributary.event.ImmutableSerializer;
import io.tributary.event.ImmutableTypeInfo;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.aggregate.Packed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  public static final TypeInformation<Contribution> TYPE =
      new ImmutableTypeInfo<>(Contribution.class, new ContributionSerializer());

  private transient byte[] scratch = new byte[64];

  @Override
  public void serialize(Contribution contribution, DataOutputView out) throws IOException {
    byte[] key = contribution.key().getBytes(StandardCharsets.UTF_8);
    Packed.writeUnsigned(key.length, out);
    out.write(key);
    Packed.writeUnsigned(contribution.bare() & 0xFFFF_FFFFL, out);
    contribution.writeParts(out);
  }

  @Override
  public Contribution deserialize(DataInputView in) throws IOException {
    String key = readKey(in);
    int bare = (int) Packed.readUnsigned(in);
    return Contribution.readParts(key, bare, in);
  }

  private String readKey(DataInputView in) throws IOException {
    int length = (int) Packed.readUnsigned(in);
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    in.readFully(scratch, 0, length);
    return new String(scratch, 0, length, StandardCharsets.UTF_8);
  }

  /** Bytes on their way belong to one thread's serializer. */
  @Override
  public TypeSerializer<Contribution> duplicate() {
    return new ContributionSerializer();
  }

  private Object readResolve() {
    return new ContributionSerializer();
  }

  @Override
  public @Nullable Contribution createInstance() {
    return null;
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
