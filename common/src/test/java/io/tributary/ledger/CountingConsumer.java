package io.tributary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.testing.RandomTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a ledger and the sums that are made of its transitions, and at random changes what it
 * counts, fills rows and crashes.
 */
final class CountingConsumer {

  private static final TableId ROWS = RandomTable.ROWS.table();

  /** What all of one definition that are there since the same generation are served from. */
  private record Sum(String definition, int born) {}

  /** A consumer's state, as a checkpoint has it. */
  private static final class State {
    private byte[] generations = {};
    private final Map<String, LedgerEntry> entries = new TreeMap<>();
    private final Map<Sum, Map<String, Integer>> sums = new HashMap<>();

    /** How many transitions of a row changed any sum. */
    private final Map<String, Integer> effects = new TreeMap<>();

    State copy() {
      State copy = new State();
      copy.generations = generations;
      copy.entries.putAll(entries);
      sums.forEach((sum, counts) -> copy.sums.put(sum, new HashMap<>(counts)));
      copy.effects.putAll(effects);
      return copy;
    }
  }

  private final Random random;
  private final RandomHistory history;
  private final String seed;
  private final List<Counted> all;
  private List<Counted> counted;
  private State state = new State();
  private State checkpoint;
  private final List<ChangeEvent> sinceCheckpoint = new ArrayList<>();
  private Generations generations;
  private Ledger ledger;

  /** Counts some of what is given, and others of it from time to time. */
  CountingConsumer(long seed, List<Counted> all) {
    this.all = all;
    this.seed = "-Dtributary.seed=" + seed;
    this.random = new Random(seed);
    this.history = new RandomHistory(seed, this::deliver);
    this.counted = some();
    this.generations = Generations.first(counted);
    this.ledger = ledger();
    state.generations = generations.encoded();
    checkpoint = state.copy();
  }

  void check(int steps) {
    history.run(steps);
    for (int change = random.nextInt(3); change >= 0; change--) {
      savepoint();
      counted = some();
      start();
      history.run(random.nextInt(steps));
      crash();
    }
    history.readAll();
    walk(true);
    Map<Sum, Map<String, Integer>> expected = new HashMap<>();
    history.committed().values().forEach(row -> assertThat(row.told()).as(seed).isTrue());
    history
        .committed()
        .forEach(
            (id, row) -> {
              RowImage image = RandomTable.ROWS.image(id, row.v(), row.bio());
              distinct().forEach(each -> add(expected, each, image, 1));
            });
    assertThat(state.sums).as(seed).isEqualTo(expected);
    state
        .entries
        .values()
        .forEach(
            entry ->
                assertThat(generations.isFormer(ROWS, entry.generation()) && !entry.isTombstone())
                    .as(seed)
                    .isFalse());
  }

  private List<Counted> some() {
    List<Counted> some = new ArrayList<>(all);
    some.removeIf(each -> random.nextBoolean());
    return some.isEmpty() ? List.of(all.get(0)) : some;
  }

  private void savepoint() {
    checkpoint = state.copy();
    sinceCheckpoint.clear();
  }

  /** Restores the state with what is counted now. */
  private void start() {
    generations = Generations.decoded(state.generations).changedTo(counted);
    state.generations = generations.encoded();
    ledger = ledger();
    Set<Sum> present = new HashSet<>();
    distinct().forEach(each -> present.add(sum(each)));
    state.sums.keySet().retainAll(present);
  }

  private Ledger ledger() {
    Set<String> columns = new HashSet<>();
    counted.forEach(each -> columns.addAll(each.columns()));
    return new Ledger(Map.of(ROWS, columns), true, generations);
  }

  /** Goes back to the checkpoint; what was delivered since comes again, filled otherwise. */
  private void crash() {
    State crashed = state.copy();
    List<ChangeEvent> again = List.copyOf(sinceCheckpoint);
    state = checkpoint.copy();
    start();
    again.forEach(this::apply);
    State recovered = state.copy();
    walk(true);
    Map<String, Integer> effects = state.effects;
    state = crashed;
    walk(true);
    assertThat(effects).as(seed).isEqualTo(state.effects);
    state = recovered;
  }

  private void deliver(ChangeEvent event) {
    sinceCheckpoint.add(event);
    apply(event);
  }

  private void apply(ChangeEvent event) {
    if (random.nextInt(4) == 0) {
      walk(false);
    }
    String lane = event.lane();
    fill(lane);
    LedgerOutcome outcome = ledger.apply(state.entries.get(lane), event);
    state.entries.put(lane, outcome.entry());
    if (outcome instanceof LedgerOutcome.Moved moved) {
      count(lane, moved.transition());
    }
    assertThat(state.sums).as(seed).isEqualTo(ofEntries());
  }

  private void walk(boolean all) {
    for (String lane : List.copyOf(state.entries.keySet())) {
      if (all || random.nextInt(3) == 0) {
        fill(lane);
      }
    }
  }

  private void fill(String lane) {
    LedgerEntry entry = state.entries.get(lane);
    LedgerOutcome.Moved moved = entry == null ? null : ledger.fill(ROWS, entry, null);
    if (moved != null) {
      state.entries.put(lane, moved.entry());
      count(lane, moved.transition());
    }
  }

  private void count(String lane, RowTransition transition) {
    Map<Sum, Map<String, Integer>> before = state.copy().sums;
    for (Counted each : distinct()) {
      if (sum(each).born() <= transition.generationBefore()) {
        add(state.sums, each, transition.before(), -1);
      }
      if (sum(each).born() <= transition.generationAfter()) {
        add(state.sums, each, transition.after(), 1);
      }
    }
    if (!before.equals(state.sums)) {
      state.effects.merge(lane, 1, Integer::sum);
    }
  }

  /** What there should be in the middle of everything: each entry in what it was counted in. */
  private Map<Sum, Map<String, Integer>> ofEntries() {
    Map<Sum, Map<String, Integer>> sums = new HashMap<>();
    for (LedgerEntry entry : state.entries.values()) {
      for (Counted each : distinct()) {
        if (sum(each).born() <= entry.generation()) {
          add(sums, each, entry.image(), 1);
        }
      }
    }
    return sums;
  }

  /** One of each sum. */
  private Collection<Counted> distinct() {
    Map<Sum, Counted> distinct = new HashMap<>();
    counted.forEach(each -> distinct.put(sum(each), each));
    return distinct.values();
  }

  private Sum sum(Counted each) {
    return new Sum(each.definition(), generations.born(ROWS, each.definition(), each.reach()));
  }

  private void add(
      Map<Sum, Map<String, Integer>> sums, Counted each, @Nullable RowImage row, int sign) {
    String amount = row == null ? null : amount(each, row);
    if (amount != null) {
      Map<String, Integer> counts = sums.computeIfAbsent(sum(each), any -> new HashMap<>());
      counts.merge(amount, sign, (one, other) -> one + other == 0 ? null : one + other);
      if (counts.isEmpty()) {
        sums.remove(sum(each));
      }
    }
  }

  /** Nothing where a column of it is not known. */
  private @Nullable String amount(Counted each, RowImage row) {
    StringBuilder amount = new StringBuilder();
    for (String column : new TreeSet<>(each.columns())) {
      if (!row.knows(column)) {
        return null;
      }
      amount.append(row.value(column)).append('|');
    }
    return amount.toString();
  }
}
