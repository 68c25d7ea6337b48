package io.tributary.rollup.entities;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalListState;

/**
 * Which entities are to be looked at when. The moments are those at which tiles begin and end, so
 * that many entities share one, and a note costs no more than its place in a list, where a timer of
 * Flink's costs a place in an order of all timers, and on RocksDB a write and a removal.
 *
 * <p>Notes are made in memory. They go to state when a checkpoint comes, or when there are many,
 * those for the latest moments first: what comes and goes in between never does. There, each key
 * group has a page for each moment, in state of a key that belongs to the group and is no entity's.
 */
final class Calendar {

  /** What is done with an entity whose moment has come. */
  @FunctionalInterface
  interface Visit {
    void to(String key, long moment) throws Exception;
  }

  /** Permanent, as is what {@link #pageOf} makes. */
  static final String STATE = "calendar";

  /** The most notes in memory: some megabytes. */
  static final int MOST_IN_MEMORY = 1 << 16;

  /** The notes of a moment. */
  private record Notes(List<String> inMemory, Set<String> pages) {}

  private final KeyedStateBackend<String> backend;
  private final int keyGroups;
  private final int mostInMemory;
  private final InternalListState<String, Long, String> saved;
  private final TreeMap<Long, Notes> byMoment = new TreeMap<>();
  private final Map<Integer, String> pages = new HashMap<>();
  private int inMemory;

  Calendar(KeyedStateBackend<String> backend, int keyGroups, int mostInMemory) throws Exception {
    this.backend = backend;
    this.keyGroups = keyGroups;
    this.mostInMemory = mostInMemory;
    ListState<String> state =
        backend.getOrCreateKeyedState(
            LongSerializer.INSTANCE, new ListStateDescriptor<>(STATE, StringSerializer.INSTANCE));
    this.saved = (InternalListState<String, Long, String>) state;
    try (Stream<Tuple2<String, Long>> restored = backend.getKeysAndNamespaces(STATE)) {
      restored.forEach(page -> notes(page.f1).pages.add(page.f0));
    }
  }

  private Notes notes(long moment) {
    return byMoment.computeIfAbsent(moment, any -> new Notes(new ArrayList<>(), new HashSet<>()));
  }

  /** Makes a note. The backend's key may be another one afterwards. */
  void note(String key, long moment) throws Exception {
    notes(moment).inMemory.add(key);
    inMemory++;
    if (inMemory > mostInMemory) {
      saveUntilLeft(mostInMemory / 2);
    }
  }

  /** Visits all that are noted for a moment that has come, in order of time. */
  void passTo(long now, Visit visit) throws Exception {
    Map.Entry<Long, Notes> first = byMoment.firstEntry();
    while (first != null && first.getKey() <= now) {
      byMoment.remove(first.getKey());
      visit(first.getKey(), first.getValue(), visit);
      first = byMoment.firstEntry();
    }
  }

  private void visit(long moment, Notes notes, Visit visit) throws Exception {
    inMemory -= notes.inMemory.size();
    for (String page : notes.pages) {
      for (String key : takeOut(page, moment)) {
        visit.to(key, moment);
      }
    }
    for (String key : notes.inMemory) {
      visit.to(key, moment);
    }
  }

  private Iterable<String> takeOut(String page, long moment) throws Exception {
    backend.setCurrentKey(page);
    saved.setCurrentNamespace(moment);
    Iterable<String> keys = saved.get();
    saved.clear();
    return keys == null ? List.of() : keys;
  }

  /** Brings all to state. */
  void save() throws Exception {
    saveUntilLeft(0);
  }

  private void saveUntilLeft(int most) throws Exception {
    for (Map.Entry<Long, Notes> last : byMoment.descendingMap().entrySet()) {
      if (inMemory <= most) {
        return;
      }
      save(last.getKey(), last.getValue());
    }
  }

  private void save(long moment, Notes notes) throws Exception {
    Map<String, List<String>> byPage = new HashMap<>();
    for (String key : notes.inMemory) {
      byPage.computeIfAbsent(pageOf(key), any -> new ArrayList<>()).add(key);
    }
    for (Map.Entry<String, List<String>> page : byPage.entrySet()) {
      backend.setCurrentKey(page.getKey());
      saved.setCurrentNamespace(moment);
      saved.addAll(page.getValue());
    }
    notes.pages.addAll(byPage.keySet());
    inMemory -= notes.inMemory.size();
    notes.inMemory.clear();
  }

  /** The key of the pages of a key's group; entities' keys have a colon. */
  private String pageOf(String key) {
    int keyGroup = KeyGroupRangeAssignment.assignToKeyGroup(key, keyGroups);
    return pages.computeIfAbsent(keyGroup, this::pageOfGroup);
  }

  private String pageOfGroup(int keyGroup) {
    int number = 0;
    while (KeyGroupRangeAssignment.assignToKeyGroup("page " + number, keyGroups) != keyGroup) {
      number++;
    }
    return "page " + number;
  }
}
