package io.tributary.rollup.logic;

import io.tributary.event.RowImage;
import io.tributary.rollup.logic.aggregate.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What the operator does with state and timers, without Flink. */
final class EntityStates {

  private final Rollup rollup;
  private final Contributions contributions;
  private final Map<String, EntityState> byEntity = new TreeMap<>();
  private long clock = EntityState.UNSET;

  EntityStates(Rollup rollup) {
    this.rollup = rollup;
    this.contributions = new Contributions(rollup);
  }

  /** What rows amount to if nothing ever happened but that they were inserted. */
  static EntityStates of(Rollup rollup, Map<Long, RowImage> table, Instant now) {
    EntityStates states = new EntityStates(rollup);
    states.advance(now.toEpochMilli());
    table.forEach(
        (id, row) ->
            states.contributions(new RandomHistory.Change(id, null, row)).forEach(states::apply));
    return states;
  }

  Rollup rollup() {
    return rollup;
  }

  /** Applies the changes before and after time has passed, in any order. */
  void apply(List<RandomHistory.Change> changes, Random order, Instant now) {
    List<Contribution> pending = new ArrayList<>();
    changes.forEach(change -> pending.addAll(contributions(change)));
    // Contributions commute, even those of one row.
    Collections.shuffle(pending, order);
    int early = pending.isEmpty() ? 0 : order.nextInt(pending.size());
    pending.subList(0, early).forEach(this::apply);
    advance(now.toEpochMilli());
    pending.subList(early, pending.size()).forEach(this::apply);
    byEntity.replaceAll((entity, state) -> thereAndBack(state));
  }

  private List<Contribution> contributions(RandomHistory.Change change) {
    return contributions
        .of(Events.TABLE.keyOf(change.id()), change.before(), change.after())
        .contributions();
  }

  private void apply(Contribution contribution) {
    byEntity
        .computeIfAbsent(contribution.entity().text(), any -> new EntityState())
        .apply(rollup, contribution, clock);
  }

  /** Touches an entity only when its timer would. */
  private void advance(long now) {
    for (EntityState entity : byEntity.values()) {
      if (entity.clock() == EntityState.UNSET || entity.nextBoundary(rollup) <= now) {
        entity.advance(rollup, now);
      }
    }
    clock = now;
  }

  private static EntityState thereAndBack(EntityState state) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      state.write(new DataOutputStream(bytes));
      return EntityState.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean areEmpty() {
    return byEntity.values().stream().allMatch(EntityState::isEmpty);
  }

  /** By entity as in Redis keys, as texts as in Redis. */
  Map<String, Map<String, String>> values() {
    Map<String, Map<String, String>> values = new TreeMap<>();
    byEntity.forEach(
        (entity, state) -> {
          Map<String, String> texts = new TreeMap<>();
          state.values(rollup).forEach((field, json) -> texts.put(field, Json.text(json)));
          if (!texts.isEmpty()) {
            values.put(entity, texts);
          }
        });
    return values;
  }
}
