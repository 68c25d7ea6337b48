package io.tributary.rollup.entities;

import io.tributary.rollup.logic.EntityState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of entities. Where state is kept as bytes, those that changed last are held as
 * objects besides, and go to state when others need the room or a checkpoint comes: an entity that
 * changes often is written once for each checkpoint. State kept as objects needs no copy of them.
 */
final class KnownEntities {

  /** What the objects may take of memory by default, roughly. */
  static final long ROOM_BYTES = 32L << 20;

  private static final int ENTRY_BYTES = 200;

  private static final class Held {
    private final EntityState entity;
    private long bytes;
    private boolean isSaved;

    Held(EntityState entity) {
      this.entity = entity;
    }
  }

  private final KeyedStateBackend<String> backend;
  private final ValueState<EntityState> states;
  private final long roomBytes;
  private final boolean holds;

  /** Those that changed longest ago first. */
  private final Map<String, Held> recent = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /**
   * @param roomBytes what the objects may take of memory, roughly
   */
  KnownEntities(KeyedStateBackend<String> backend, ValueState<EntityState> states, long roomBytes) {
    this.backend = backend;
    this.states = states;
    this.roomBytes = roomBytes;
    this.holds = backend.isSafeToReuseKVState();
  }

  /** What is known of an entity; not to be changed without being {@linkplain #keep kept}. */
  @Nullable EntityState of(String key) throws Exception {
    Held held = holds ? recent.get(key) : null;
    if (held != null) {
      return held.entity;
    }
    select(key);
    return states.value();
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
    held.isSaved = false;
    bytes += held.bytes;
    makeRoom();
  }

  private void makeRoom() throws Exception {
    Iterator<Map.Entry<String, Held>> oldest = recent.entrySet().iterator();
    while (bytes > roomBytes && oldest.hasNext()) {
      Map.Entry<String, Held> next = oldest.next();
      save(next.getKey(), next.getValue());
      bytes -= next.getValue().bytes;
      oldest.remove();
    }
  }

  void forget(String key) throws Exception {
    Held held = recent.remove(key);
    bytes -= held == null ? 0 : held.bytes;
    backend.setCurrentKey(key);
    states.clear();
  }

  /** Brings all to state. */
  void save() throws Exception {
    for (Map.Entry<String, Held> each : recent.entrySet()) {
      save(each.getKey(), each.getValue());
    }
  }

  private void save(String key, Held held) throws Exception {
    if (!held.isSaved) {
      backend.setCurrentKey(key);
      states.update(held.entity);
      held.isSaved = true;
    }
  }
}
