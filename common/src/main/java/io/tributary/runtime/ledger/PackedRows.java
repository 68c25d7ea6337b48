package io.tributary.runtime.ledger;

import io.tributary.ledger.packed.PackedKey;
import io.tributary.ledger.packed.PackedTable;
import io.tributary.ledger.packed.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory: those of a key group are one value to Flink, which is changed where it is. Flink
 * gives out a copy of a value that a snapshot still needs, so that is safe, and copies share what
 * neither writes to.
 */
final class PackedRows implements Rows {

  private static final String NAME = "packed";

  private static final PackedKey GROUP = PackedKey.of("");

  private static final long NEVER = Long.MIN_VALUE;

  /** Moments at which a group is looked through are so far apart. */
  static final long PERIOD = Duration.ofHours(6).toMillis();

  private final HeapKeyedStateBackend<Integer> backend;
  private final ValueState<PackedTable> tables;
  private final LedgerEntrySerializer serializer = new LedgerEntrySerializer();
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final DataOutputSerializer out = new DataOutputSerializer(256);
  private PackedKey lane = GROUP;

  /** By key group what Flink gave out since the last snapshot, which need not be asked for. */
  private final @Nullable PackedTable[] given;

  /** By key group the latest moment that a timer is known to be set for. */
  private final long[] lookedAt;

  PackedRows(HeapKeyedStateBackend<Integer> backend) throws Exception {
    this.backend = backend;
    this.given = new PackedTable[backend.getNumberOfKeyGroups()];
    this.lookedAt = new long[backend.getNumberOfKeyGroups()];
    Arrays.fill(lookedAt, NEVER);
    this.tables =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new ValueStateDescriptor<>(NAME, new PackedTableSerializer()));
  }

  @Override
  public String form() {
    return NAME;
  }

  @Override
  public void select(PackedKey other) {
    lane = other;
  }

  @Override
  public void beforeSnapshot() {
    Arrays.fill(given, null);
  }

  private @Nullable PackedTable table() throws IOException {
    int group = backend.getCurrentKeyGroupIndex();
    PackedTable table = given[group];
    if (table == null) {
      table = tables.value();
      given[group] = table;
    }
    return table;
  }

  private void dropIfEmpty(PackedTable table) {
    if (table.rows() == 0) {
      tables.clear();
      given[backend.getCurrentKeyGroupIndex()] = null;
    }
  }

  @Override
  public @Nullable StoredEntry value() throws Exception {
    PackedTable table = table();
    Slice value = table == null ? null : table.get(lane);
    return value == null ? null : entry(value);
  }

  private StoredEntry entry(Slice value) throws IOException {
    in.setBuffer(value.bytes(), value.from(), value.length());
    return serializer.deserialize(in);
  }

  @Override
  public void update(StoredEntry entry) throws Exception {
    PackedTable table = table();
    if (table == null) {
      table = new PackedTable();
      tables.update(table);
    }
    out.clear();
    serializer.serialize(entry, out);
    table.put(lane, out.getSharedBuffer(), out.length());
  }

  @Override
  public void clear() throws Exception {
    PackedTable table = table();
    if (table != null && table.remove(lane)) {
      dropIfEmpty(table);
    }
  }

  @Override
  public void lookAt(long millis, InternalTimerService<PackedKey> timers) {
    // So that not all groups are looked through at once.
    long own = backend.getCurrentKey() * 1_000_003L % PERIOD;
    long moment = own + -Math.floorDiv(own - millis, PERIOD) * PERIOD;
    int group = backend.getCurrentKeyGroupIndex();
    if (lookedAt[group] != moment) {
      lookedAt[group] = moment;
      timers.registerEventTimeTimer(GROUP, moment);
    }
  }

  @Override
  public void expire(PackedKey group, Verdict verdict) throws Exception {
    lookedAt[backend.getCurrentKeyGroupIndex()] = NEVER;
    retainOfGroup(verdict);
  }

  @Override
  public void retain(Verdict verdict) throws Exception {
    for (Integer key : groups()) {
      backend.setCurrentKey(key);
      retainOfGroup(verdict);
    }
  }

  private void retainOfGroup(Verdict verdict) throws Exception {
    PackedTable table = table();
    if (table != null) {
      table.<Exception>retain(
          (key, value) -> verdict.keeps(PackedKey.of(key.toArray()), () -> entry(value)));
      dropIfEmpty(table);
    }
  }

  private List<Integer> groups() {
    try (Stream<Integer> keys = backend.getKeys(NAME, VoidNamespace.INSTANCE)) {
      return keys.toList();
    }
  }

  @Override
  public Stream<Tuple2<Integer, PackedKey>> lanes() {
    return groups().stream().flatMap(key -> lanesOf(key).stream());
  }

  private List<Tuple2<Integer, PackedKey>> lanesOf(Integer key) {
    backend.setCurrentKey(key);
    List<Tuple2<Integer, PackedKey>> lanes = new ArrayList<>();
    try {
      PackedTable table = table();
      if (table != null) {
        table.forEach((lane, entry) -> lanes.add(Tuple2.of(key, PackedKey.of(lane.toArray()))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lanes;
  }
}
