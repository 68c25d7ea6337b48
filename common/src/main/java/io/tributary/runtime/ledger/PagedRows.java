package io.tributary.runtime.ledger;

import io.tributary.ledger.packed.PackedKey;
import io.tributary.ledger.packed.PageKey;
import io.tributary.ledger.packed.PagedTable;
import io.tributary.ledger.packed.Slice;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Rows of which the backend keeps some that are neighbours together, as a page. The pages that were
 * used lately are on heap, and what has changed of them is written before each snapshot.
 */
final class PagedRows implements Rows {

  /** What pages may take of the heap, where it has that. */
  static final long MOST_BYTES = 64L << 20;

  private final KeyedStateBackend<Integer> backend;
  private final FlinkPages pages;
  private final PagedTable table;
  private final LedgerEntrySerializer serializer = new LedgerEntrySerializer();
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final DataOutputSerializer out = new DataOutputSerializer(256);
  private PackedKey lane = PackedKey.of("");

  /**
   * @param bytes of heap for pages
   */
  PagedRows(KeyedStateBackend<Integer> backend, LaneGroups groups, long bytes) throws Exception {
    this.backend = backend;
    this.pages = new FlinkPages(backend, groups);
    this.table = new PagedTable(pages, bytes);
  }

  @Override
  public String form() {
    return FlinkPages.NAME;
  }

  @Override
  public void select(PackedKey other) throws Exception {
    lane = other;
    table.select(other);
  }

  @Override
  public @Nullable StoredEntry value() throws Exception {
    Slice value = table.get();
    if (value == null) {
      return null;
    }
    in.setBuffer(value.bytes(), value.from(), value.length());
    return serializer.deserialize(in);
  }

  @Override
  public void update(StoredEntry entry) throws Exception {
    out.clear();
    serializer.serialize(entry, out);
    table.put(out.getSharedBuffer(), out.length());
  }

  @Override
  public void clear() throws Exception {
    table.remove();
  }

  @Override
  public void beforeSnapshot() throws Exception {
    table.save();
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

  /** Those of a page are told when the walk has come to it. */
  @Override
  public Stream<Tuple2<Integer, PackedKey>> lanes() throws Exception {
    table.save();
    return pages.all().flatMap(page -> lanesOf(page.f1).map(each -> Tuple2.of(page.f0, each)));
  }

  private Stream<PackedKey> lanesOf(PageKey page) {
    try {
      return table.lanes(page).stream();
    } catch (Exception e) {
      throw new FlinkRuntimeException("a page of rows cannot be read", e);
    }
  }
}
