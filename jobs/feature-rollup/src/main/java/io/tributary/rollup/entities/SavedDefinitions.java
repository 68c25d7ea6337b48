package io.tributary.rollup.entities;

import io.tributary.event.TableId;
import io.tributary.ledger.Generations;
import io.tributary.rollup.logic.Births;
import io.tributary.rollup.logic.KeptWindow;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.runtime.ledger.DefinitionsRefusedException;
import io.tributary.runtime.ledger.Filled;
import io.tributary.runtime.ledger.SavedGenerations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What entities were kept and published by, saved beside them. Of rollups that have changed since,
 * what is new is computed and not published before every row is in it.
 */
final class SavedDefinitions {

  private static final ListStateDescriptor<Filled> FILLED =
      new ListStateDescriptor<>("filled", TypeInformation.of(Filled.class));

  /** What a subtask has published its entities as. */
  private static final ListStateDescriptor<String> PUBLISHED =
      new ListStateDescriptor<>("told", Types.STRING);

  private static final ListStateDescriptor<String> ENTITIES =
      new ListStateDescriptor<>("entities", Types.STRING);

  /** Where earlier releases, which could add nothing, kept what there was. */
  private static final ListStateDescriptor<String> RESULTS =
      new ListStateDescriptor<>("definitions", Types.STRING);

  private final RollupPlan plan;
  private final Generations generations;
  private final ListState<Filled> filledState;
  private final ListState<String> publishedState;
  private final Map<TableId, Integer> filled = new HashMap<>();
  private final Map<String, Map<Integer, Filled>> reports = new HashMap<>();
  private String published;

  private SavedDefinitions(
      RollupPlan plan, Generations generations, OperatorStateStore store, boolean restored)
      throws Exception {
    this.plan = plan;
    this.generations = generations;
    this.filledState = store.getUnionListState(FILLED);
    this.publishedState = store.getUnionListState(PUBLISHED);
    for (Filled each : filledState.get()) {
      filled.merge(TableId.parse(each.table()), each.generation(), Math::max);
    }
    Set<String> all = new HashSet<>();
    publishedState.get().forEach(all::add);
    this.published = restored && all.size() == 1 ? all.iterator().next() : "";
    if (!restored || all.isEmpty()) {
      markPublished();
    }
  }

  /**
   * Restores them.
   *
   * @throws DefinitionsRefusedException if the state cannot be continued by these rollups
   */
  static SavedDefinitions restore(RollupPlan plan, boolean restored, OperatorStateStore store)
      throws Exception {
    if (restored && !SavedGenerations.areIn(store)) {
      refuseAdditions(plan, store.getUnionListState(RESULTS));
    }
    refuseOtherEntities(plan, store.getUnionListState(ENTITIES));
    Generations generations = SavedGenerations.restore(store, restored, plan.counted()).present();
    return new SavedDefinitions(plan, generations, store, restored);
  }

  private static void refuseAdditions(RollupPlan plan, ListState<String> results) throws Exception {
    Set<String> saved = new HashSet<>();
    results.get().forEach(saved::add);
    List<String> unknown = new ArrayList<>();
    for (Rollup rollup : plan.rollups().values()) {
      for (KeptWindow kept : rollup.kept()) {
        if (!saved.contains(kept.definition() + "\n" + kept.reach())) {
          unknown.add(rollup.name());
        }
      }
    }
    if (!saved.isEmpty() && !unknown.isEmpty()) {
      throw new DefinitionsRefusedException(
          "the state was saved by a release that could add nothing to it, and knows nothing of some"
              + " features of "
              + new TreeSet<>(unknown)
              + "; start the job with the rollups as they were, take a savepoint, and then change"
              + " them");
    }
  }

  /** An entity's name is its state's key and its topic's, and is not known to be another's. */
  private static void refuseOtherEntities(RollupPlan plan, ListState<String> state)
      throws Exception {
    Set<String> saved = new HashSet<>();
    state.get().forEach(saved::add);
    List<String> current = new ArrayList<>();
    for (Rollup rollup : plan.rollups().values()) {
      String entity = rollup.name() + "\n" + rollup.entity();
      current.add(entity);
      if (!saved.contains(entity)
          && saved.stream().anyMatch(each -> each.startsWith(rollup.name() + "\n"))) {
        throw new DefinitionsRefusedException(
            "rollup "
                + rollup.name()
                + " had another entity when the state was saved; give the rollup another name, or"
                + " start the job without state");
      }
    }
    state.update(current);
  }

  /** Since when there is what a rollup keeps. */
  Births births(Rollup rollup) {
    return (definition, reach) -> generations.born(rollup.from(), definition, reach);
  }

  /** The rollups by which entities are kept and published. */
  Map<String, Rollup> rollups() {
    return plan.rollups(generations, filled);
  }

  /**
   * Takes note of a report by a subtask of the ledger.
   *
   * @return whether more is published from now on
   */
  boolean note(Filled filledThere) {
    Map<Integer, Filled> all = reports.computeIfAbsent(filledThere.table(), any -> new HashMap<>());
    all.merge(
        filledThere.subtask(),
        filledThere,
        (one, other) -> one.generation() > other.generation() ? one : other);
    TableId table = TableId.parse(filledThere.table());
    int generation = all.values().stream().mapToInt(Filled::generation).min().orElse(0);
    boolean fuller =
        all.size() == filledThere.subtasks() && generation > filled.getOrDefault(table, 0);
    if (fuller) {
      String before = shown();
      filled.put(table, generation);
      return !shown().equals(before);
    }
    return false;
  }

  /** Whether some entity may have been published otherwise than it would be now. */
  boolean areUnpublished() {
    return !published.equals(shown());
  }

  /** Every entity has been published as it is now. */
  void markPublished() {
    published = shown();
  }

  private String shown() {
    return rollups().values().stream().map(Rollup::shownAs).collect(Collectors.joining("\n\n"));
  }

  /** The fields that a subtask leaves out, once it has published all entities as they are now. */
  List<Unfilled> unfilled(long since, TaskInfo task) {
    List<Unfilled> unfilled = new ArrayList<>();
    for (Rollup each : rollups().values()) {
      unfilled.add(
          new Unfilled(
              each.name(),
              each.unfilledFields(),
              since,
              task.getIndexOfThisSubtask(),
              task.getNumberOfParallelSubtasks()));
    }
    return unfilled;
  }

  void save() throws Exception {
    List<Filled> all = new ArrayList<>();
    filled.forEach((table, generation) -> all.add(new Filled(table.toString(), generation, 0, 1)));
    filledState.update(all);
    publishedState.update(List.of(published));
  }
}
