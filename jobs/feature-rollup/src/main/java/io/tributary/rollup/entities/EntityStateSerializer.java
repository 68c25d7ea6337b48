package io.tributary.rollup.entities;

import io.tributary.event.VariableLengthSerializer;
import io.tributary.rollup.logic.EntityState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Keeps an entity in Flink's state, in the compact form that the state itself writes. */
public final class EntityStateSerializer extends VariableLengthSerializer<EntityState> {

  private static final long serialVersionUID = 1L;

  /**
   * Leads every value, so that another form can follow this one. Sums of version 1 did not count
   * NULLs, so that a mean of them would be too small; it is not read.
   */
  private static final int VERSION = 3;

  private static final int UNPACKED = 2;

  @Override
  public void serialize(EntityState state, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    state.write(out);
  }

  @Override
  public EntityState deserialize(DataInputView in) throws IOException {
    int version = in.readByte();
    return switch (version) {
      case VERSION -> EntityState.read(in);
      case UNPACKED -> EntityState.readUnpacked(in);
      default ->
          throw new IOException(
              "an entity's state has version "
                  + version
                  + ", and this build reads "
                  + UNPACKED
                  + " and "
                  + VERSION
                  + ": restore it with the build that wrote it, or start the job without state");
    };
  }

  @Override
  public EntityState copy(EntityState from) {
    return from.copy();
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<EntityState> duplicate() {
    return this;
  }

  @Override
  public EntityState createInstance() {
    return new EntityState();
  }

  @Override
  public TypeSerializerSnapshot<EntityState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<EntityState> {
    public Snapshot() {
      super(EntityStateSerializer::new);
    }
  }
}
