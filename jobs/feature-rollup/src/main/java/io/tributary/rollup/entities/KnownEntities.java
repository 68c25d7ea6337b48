package io.tributary.rollup.entities;

import io.tributary.ledger.packed.PackedCache;
import io.tributary.ledger.packed.PackedKey;
import io.tributary.ledger.packed.Slice;
import io.tributary.rollup.logic.EntityState;
import io.tributary.runtime.ledger.HeapShare;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of entities. Where state is kept as bytes, those that changed last are held as
 * objects besides; many more of those that changed before them are held as bytes; and they go to
 * state when others need the room or a checkpoint comes: an entity that changes often is written
 * once for each checkpoint. State kept as objects needs no copy of them.
 */
final class KnownEntities {

  /**
   * What may be held, in bytes of memory, roughly.
   *
   * @param objects for entities as objects
   * @param packed for those as bytes
   */
  record Room(long objects, long packed) implements Serializable {

    /** Of a heap that has it. */
    static final Room MOST = new Room(32L << 20, 128L << 20);

    /** The same, or less where there is not so much heap. */
    Room in(Environment environment) {
      return new Room(objects, HeapShare.of(environment, packed));
    }
  }

  private static final int ENTRY_BYTES = 200;

  private static final class Held {
    private final EntityState entity;
    private long bytes;
    private boolean isPacked;

    Held(EntityState entity) {
      this.entity = entity;
    }
  }

  private final KeyedStateBackend<String> backend;
  private final int keyGroups;
  private final ValueState<EntityState> states;
  private final long roomBytes;
  private final boolean holds;

  /** Those that changed longest ago first. */
  private final Map<String, Held> recent = new LinkedHashMap<>(16, 0.75f, true);

  /** Of those that are {@link #recent}, too, what they were when they last went there. */
  private final PackedCache packed;

  private final EntityStateSerializer serializer = new EntityStateSerializer();
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final DataOutputSerializer out = new DataOutputSerializer(256);
  private long bytes;

  /**
   * @param keyGroups as many as there are in the whole job
   */
  KnownEntities(
      KeyedStateBackend<String> backend, int keyGroups, ValueState<EntityState> states, Room room) {
    this.backend = backend;
    this.keyGroups = keyGroups;
    this.states = states;
    this.holds = backend.isSafeToReuseKVState();
    this.roomBytes = room.objects();
    this.packed = new PackedCache(holds ? room.packed() : 0, new Stored());
  }

  /** What is known of an entity; not to be changed without being {@linkplain #keep kept}. */
  @Nullable EntityState of(String key) throws Exception {
    if (holds) {
      Held held = recent.get(key);
      if (held != null) {
        return held.entity;
      }
      Slice value = packed.get(PackedKey.of(key));
      if (value != null) {
        return entity(value);
      }
    }
    select(key);
    return states.value();
  }

  private EntityState entity(Slice value) throws IOException {
    in.setBuffer(value.bytes(), value.from(), value.length());
    return serializer.deserialize(in);
  }

  /** An entity is mostly kept right after it has been looked for. */
  private void select(String key) {
    if (backend.getCurrentKey() != key) {
      backend.setCurrentKey(key);
    }
  }

  void keep(String key, EntityState entity) throws Exception {
    if (!holds) {
      select(key);
      states.update(entity);
      return;
    }
    Held held = recent.computeIfAbsent(key, any -> new Held(entity));
    bytes -= held.bytes;
    held.bytes = ENTRY_BYTES + entity.footprint();
    held.isPacked = false;
    bytes += held.bytes;
    makeRoom();
  }

  private void makeRoom() throws Exception {
    Iterator<Map.Entry<String, Held>> oldest = recent.entrySet().iterator();
    while (bytes > roomBytes && oldest.hasNext()) {
      Map.Entry<String, Held> next = oldest.next();
      pack(next.getKey(), next.getValue());
      bytes -= next.getValue().bytes;
      oldest.remove();
    }
  }

  void forget(String key) throws Exception {
    Held held = recent.remove(key);
    bytes -= held == null ? 0 : held.bytes;
    packed.remove(PackedKey.of(key));
    backend.setCurrentKey(key);
    states.clear();
  }

  /** Brings all to state. */
  void save() throws Exception {
    for (Map.Entry<String, Held> each : recent.entrySet()) {
      pack(each.getKey(), each.getValue());
    }
    packed.save();
  }

  private void pack(String key, Held held) throws Exception {
    if (!held.isPacked) {
      held.isPacked = true;
      out.clear();
      serializer.serialize(held.entity, out);
      packed.put(PackedKey.of(key), out.getSharedBuffer(), out.length());
    }
  }

  /** Written by key group, where RocksDB has them next to each other. */
  private final class Stored implements PackedCache.Store {

    @Override
    public void write(Slice key, Slice value) throws Exception {
      backend.setCurrentKey(text(key));
      states.update(entity(value));
    }

    @Override
    public int group(Slice key) {
      return KeyGroupRangeAssignment.assignToKeyGroup(text(key), keyGroups);
    }

    private static String text(Slice key) {
      return new String(key.bytes(), key.from(), key.length(), StandardCharsets.UTF_8);
    }
  }
}
