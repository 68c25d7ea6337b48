package io.tributary.runtime.ledger;

import io.tributary.ledger.packed.PackedKey;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.contrib.streaming.state.RocksDBKeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalValueState;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/**
 * Rows of which the backend keeps each by itself, under the lane, which is a namespace to Flink.
 */
final class SingleRows implements Rows {

  private static final String NAME = "entry";

  private final KeyedStateBackend<Integer> backend;
  private final InternalValueState<Integer, PackedKey, StoredEntry> entries;
  private PackedKey lane = PackedKey.of("");

  @SuppressWarnings("unchecked") // What a backend makes is what Flink's own states are made of.
  SingleRows(KeyedStateBackend<Integer> backend) throws Exception {
    this.backend = backend;
    this.entries =
        (InternalValueState<Integer, PackedKey, StoredEntry>)
            backend.getOrCreateKeyedState(
                new PackedKeySerializer(),
                new ValueStateDescriptor<>(NAME, new LedgerEntrySerializer()));
  }

  @Override
  public String form() {
    return NAME;
  }

  @Override
  public void select(PackedKey other) {
    lane = other;
    entries.setCurrentNamespace(other);
  }

  @Override
  public @Nullable StoredEntry value() throws Exception {
    return entries.value();
  }

  @Override
  public void update(StoredEntry entry) throws Exception {
    entries.update(entry);
  }

  @Override
  public void clear() {
    entries.clear();
  }

  @Override
  public void lookAt(long millis, InternalTimerService<PackedKey> timers) {
    timers.registerEventTimeTimer(lane, millis);
  }

  @Override
  public void expire(PackedKey due, Verdict verdict) throws Exception {
    select(due);
    if (value() != null) {
      judge(verdict);
    }
  }

  @Override
  public void retain(Verdict verdict) throws Exception {
    try (Stream<Tuple2<Integer, PackedKey>> lanes = lanes()) {
      Iterator<Tuple2<Integer, PackedKey>> each = lanes.iterator();
      while (each.hasNext()) {
        Tuple2<Integer, PackedKey> next = each.next();
        backend.setCurrentKey(next.f0);
        select(next.f1);
        judge(verdict);
      }
    }
  }

  private void judge(Verdict verdict) throws Exception {
    if (!verdict.keeps(lane, () -> Objects.requireNonNull(value()))) {
      clear();
    }
  }

  /** RocksDB shows the lanes as they are now; of those in memory a copy is made that does so. */
  @Override
  public Stream<Tuple2<Integer, PackedKey>> lanes() {
    Stream<Tuple2<Integer, PackedKey>> lanes = backend.getKeysAndNamespaces(NAME);
    return backend instanceof RocksDBKeyedStateBackend ? lanes : lanes.toList().stream();
  }
}
