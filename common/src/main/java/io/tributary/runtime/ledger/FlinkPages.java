package io.tributary.runtime.ledger;

import io.tributary.ledger.packed.PageKey;
import io.tributary.ledger.packed.PageStore;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalListState;
import org.jspecify.annotations.Nullable;

/**
 * Pages in keyed state: under the key of their group, the page being Flink's namespace, lists of
 * the parts of their logs, to which RocksDB adds without reading them. Whatever key is current
 * stays so.
 */
final class FlinkPages implements PageStore {

  static final String NAME = "pages";

  private final KeyedStateBackend<Integer> backend;
  private final LaneGroups groups;
  private final InternalListState<Integer, PageKey, byte[]> pages;

  @SuppressWarnings("unchecked") // What a backend makes is what Flink's own states are made of.
  FlinkPages(KeyedStateBackend<Integer> backend, LaneGroups groups) throws Exception {
    this.backend = backend;
    this.groups = groups;
    this.pages =
        (InternalListState<Integer, PageKey, byte[]>)
            backend.getOrCreateKeyedState(
                new PageKeySerializer(),
                new ListStateDescriptor<>(NAME, BytePrimitiveArraySerializer.INSTANCE));
  }

  @Override
  public Iterable<byte[]> read(PageKey page) throws Exception {
    Integer before = enter(page);
    Iterable<byte[]> parts = pages.get();
    leave(before);
    return parts == null ? List.of() : parts;
  }

  @Override
  public void append(PageKey page, byte[] part) throws Exception {
    Integer before = enter(page);
    pages.add(part);
    leave(before);
  }

  @Override
  public void replace(PageKey page, byte[] log) throws Exception {
    Integer before = enter(page);
    pages.update(List.of(log));
    leave(before);
  }

  @Override
  public void remove(PageKey page) throws Exception {
    Integer before = enter(page);
    pages.clear();
    leave(before);
  }

  /** The pages that are there now. */
  Stream<Tuple2<Integer, PageKey>> all() {
    return Walk.lasting(backend, backend.getKeysAndNamespaces(NAME));
  }

  /**
   * Makes the key of a page's group the current one.
   *
   * @return the one that was; null if there was none, or it stays
   */
  private @Nullable Integer enter(PageKey page) {
    Integer own = groups.of(page);
    Integer current = backend.getCurrentKey();
    pages.setCurrentNamespace(page);
    if (own.equals(current)) {
      return null;
    }
    backend.setCurrentKey(own);
    return current;
  }

  private void leave(@Nullable Integer before) {
    if (before != null) {
      backend.setCurrentKey(before);
    }
  }
}
