package io.tributary.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The {@link Generations} of one table. */
final class TableGenerations {

  /** One that a table is counted in, and the generation it is there since. */
  record Born(String definition, long reach, Set<String> columns, int generation) {

    private Born(Counted counted, int generation) {
      this(counted.definition(), counted.reach(), counted.columns(), generation);
    }
  }

  private final List<Born> counted;

  /** By generation, the columns that the images of its entries have if the table has them. */
  private final NavigableMap<Integer, Set<String>> kept;

  private final Map<Integer, Integer> reachable = new HashMap<>();

  /**
   * @param counted none where the table is not followed
   * @param kept at least one generation
   */
  TableGenerations(Collection<Born> counted, NavigableMap<Integer, Set<String>> kept) {
    this.counted = List.copyOf(counted);
    this.kept = new TreeMap<>(kept);
  }

  static TableGenerations first(Collection<Counted> counted) {
    NavigableMap<Integer, Set<String>> kept = new TreeMap<>();
    kept.put(0, columns(counted));
    return new TableGenerations(counted.stream().map(each -> new Born(each, 0)).toList(), kept);
  }

  private static Set<String> columns(Collection<Counted> counted) {
    Set<String> columns = new HashSet<>();
    counted.forEach(each -> columns.addAll(each.columns()));
    return columns;
  }

  List<Born> counted() {
    return counted;
  }

  NavigableMap<Integer, Set<String>> kept() {
    return kept;
  }

  boolean isFollowed() {
    return !counted.isEmpty();
  }

  /** The generation that rows are counted under from now on. */
  int present() {
    return kept.lastKey();
  }

  /** The generation since when all are there that are: entries of it have been counted in all. */
  int newest() {
    return counted.stream().mapToInt(Born::generation).max().orElse(0);
  }

  /**
   * The latest generation that a row counted under an earlier one can be counted under, where no
   * more of it is known than what was kept of it.
   */
  int reachable(int from) {
    return reachable.computeIfAbsent(from, any -> beforeWhatNeedsMore(from, column -> false));
  }

  /** The same where other columns are known, too. */
  int reachable(int from, Predicate<String> known) {
    int to = beforeWhatNeedsMore(from, known);
    while (to > from && !isKnown(of(to), from, known)) {
      to = Math.max(from, kept.lowerKey(to));
    }
    return to;
  }

  private int beforeWhatNeedsMore(int from, Predicate<String> known) {
    int next = Integer.MAX_VALUE;
    for (Born each : counted) {
      if (each.generation() > from && !isKnown(each.columns(), from, known)) {
        next = Math.min(next, each.generation());
      }
    }
    return kept.lowerKey(next);
  }

  private boolean isKnown(Set<String> columns, int from, Predicate<String> known) {
    Set<String> there = of(from);
    return columns.stream().allMatch(column -> there.contains(column) || known.test(column));
  }

  private Set<String> of(int generation) {
    return kept.getOrDefault(generation, Set.of());
  }

  /** The generation since when this is there, null if it is not. */
  @Nullable Integer born(String definition, long reach) {
    Born shortest = null;
    for (Born each : counted) {
      if (each.definition().equals(definition)
          && each.reach() >= reach
          && (shortest == null || each.reach() < shortest.reach())) {
        shortest = each;
      }
    }
    return shortest == null ? null : shortest.generation();
  }

  /**
   * After a change of what is counted. What rows can be counted in by what is kept of them comes a
   * generation before what needs more, so that it does not wait for it.
   */
  TableGenerations changedTo(Collection<Counted> wanted) {
    Set<String> enough = kept.lastEntry().getValue();
    List<Counted> fillable = new ArrayList<>();
    List<Counted> others = new ArrayList<>();
    List<Born> continued = new ArrayList<>();
    for (Counted each : wanted) {
      Integer generation = born(each.definition(), each.reach());
      if (generation != null) {
        continued.add(new Born(each, generation));
      } else {
        (enough.containsAll(each.columns()) ? fillable : others).add(each);
      }
    }
    NavigableMap<Integer, Set<String>> columns = new TreeMap<>();
    kept.forEach((generation, there) -> columns.put(generation, both(there, columns(wanted))));
    for (List<Counted> added : List.of(fillable, others)) {
      if (!added.isEmpty()) {
        int generation = columns.lastKey() + 1;
        added.forEach(each -> continued.add(new Born(each, generation)));
        columns.put(generation, columns(wanted));
      }
    }
    return new TableGenerations(continued, columns).withWhatIsCarriedOver();
  }

  /** An entry that is carried over from an earlier generation has the columns that it had. */
  private TableGenerations withWhatIsCarriedOver() {
    NavigableMap<Integer, Set<String>> columns = new TreeMap<>(kept);
    for (int from : kept.keySet()) {
      int to = reachable(from);
      columns.put(to, both(columns.getOrDefault(to, Set.of()), of(from)));
    }
    return new TableGenerations(counted, columns);
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return both;
  }
}
