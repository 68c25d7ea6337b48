package io.tributary.caching.logic;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cached under a key is what the rows with that key say. So a key whose rows changed has to be
 * evicted, and a key that none of the changed rows has need not be.
 */
class InvalidationPlannerPropertyTest {

  private static final Rows TABLE =
      Rows.of("public.t")
          .column("id", BIGINT)
          .column("team", TEXT)
          .column("role", TEXT)
          .column("note", TEXT)
          .key("id");
  private static final List<KeyTemplate> TEMPLATES =
      List.of("t:{id}", "{team}/{role}", "team:{team}", "{role}:{id}:{role}").stream()
          .map(KeyTemplate::parse)
          .toList();

  static List<Long> seeds() {
    String given = System.getProperty("seed");
    if (given != null) {
      return List.of(Long.parseLong(given));
    }
    return new Random().longs(20).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void evictsEveryKeyWhoseRowsChangedAndNoOther(long seed) {
    Random random = new Random(seed);
    InvalidationPlanner planner =
        new InvalidationPlanner(List.of(new InvalidationRule("c", TABLE.table(), TEMPLATES)));
    Map<Long, RowImage> rows = new TreeMap<>();
    for (int i = 0; i < 2_000; i++) {
      Map<String, Set<RowImage>> before = rowsByKey(rows);
      RowTransition change = anyChange(rows, random);
      Map<String, Set<RowImage>> after = rowsByKey(rows);

      InvalidationPlan plan = planner.plan(change);

      assertThat(plan.gaps()).isEmpty();
      assertThat(plan.keys()).as("seed %s, change %s", seed, i).containsAll(changed(before, after));
      Set<String> ofChangedRows = new HashSet<>(before.keySet());
      ofChangedRows.addAll(after.keySet());
      assertThat(ofChangedRows).as("seed %s, change %s", seed, i).containsAll(plan.keys());
    }
  }

  private static RowTransition anyChange(Map<Long, RowImage> rows, Random random) {
    long id = random.nextInt(12);
    RowImage old = rows.get(id);
    if (old == null) {
      RowChange insert = anyColumns(TABLE.insert("0/1").set("id", id), random);
      return applied(rows, id, insert.transition());
    }
    if (random.nextInt(4) == 0) {
      rows.remove(id);
      return was(TABLE.delete("0/1"), old).transition();
    }
    return applied(rows, id, anyColumns(was(TABLE.update("0/1"), old), random).transition());
  }

  private static RowTransition applied(
      Map<Long, RowImage> rows, long id, RowTransition transition) {
    RowImage after = transition.after();
    if (after != null) {
      rows.put(id, after);
    }
    return transition;
  }

  private static RowChange was(RowChange change, RowImage old) {
    old.schema().columns().forEach(c -> change.was(c.name(), old.value(c.name())));
    return change;
  }

  private static RowChange anyColumns(RowChange change, Random random) {
    for (String column : List.of("team", "role", "note")) {
      if (random.nextBoolean()) {
        change.set(column, anyText(random));
      }
    }
    return change;
  }

  private static @Nullable String anyText(Random random) {
    return random.nextInt(5) == 0 ? null : String.valueOf((char) ('a' + random.nextInt(3)));
  }

  private static Map<String, Set<RowImage>> rowsByKey(Map<Long, RowImage> rows) {
    Map<String, Set<RowImage>> byKey = new HashMap<>();
    for (RowImage row : rows.values()) {
      for (KeyTemplate template : TEMPLATES) {
        if (template.keyOf(row) instanceof CacheKey.Known key) {
          byKey.computeIfAbsent(key.text(), k -> new HashSet<>()).add(row);
        }
      }
    }
    return byKey;
  }

  private static List<String> changed(
      Map<String, Set<RowImage>> before, Map<String, Set<RowImage>> after) {
    Set<String> keys = new HashSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<String> changed = new ArrayList<>();
    for (String key : keys) {
      if (!before.getOrDefault(key, Set.of()).equals(after.getOrDefault(key, Set.of()))) {
        changed.add(key);
      }
    }
    return changed;
  }
}
