package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contributions, tiles and time amount to what the definition says, whatever happens to rows. */
public class RollupPropertyTest {

  public static final List<Rollup> ROLLUPS =
      List.of(
          Events.byUser(
              Events.count("clicks", Map.of("event_type", "click"), "10s", "5m", "1h", "1d", "7d"),
              Events.sum(
                  "spend", "value", Map.of("event_type", "purchase"), "1h", "30d", "lifetime"),
              Events.sum("amounts", "amount", Map.of(), "2h", "3h"),
              Events.sum("scores", "score", Map.of("flag", true), "1d", "lifetime")),
          Events.rollup(
              "by_device",
              List.of("device", "user_id"),
              "local_at",
              Events.count("views", Map.of("event_type", "view", "flag", false), "90s", "7m"),
              Events.count("seven", Map.of("amount", 7L), "lifetime")),
          Events.rollup(
              "short_lived",
              List.of("flag"),
              "occurred_at",
              Events.count("rows", Map.of(), "1m"),
              Events.count("same_rows", Map.of(), "50s", "1m")));

  /** What the definition says of a history's table. */
  public static Map<String, Map<String, String>> defined(
      Rollup rollup, RandomHistory history, Instant at) {
    return Definition.evaluate(rollup, history.table().values(), at);
  }

  static LongStream seeds() {
    return new Random(RandomHistory.seed()).longs(30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void valuesAreThoseOfTheDefinition(long seed) {
    RandomHistory history = new RandomHistory(seed);
    Random order = new Random(seed);
    List<EntityStates> states = ROLLUPS.stream().map(EntityStates::new).toList();
    for (int round = 0; round < 40; round++) {
      List<RandomHistory.Change> changes = history.changes(order.nextInt(40));
      Instant now = history.passTime();
      for (EntityStates each : states) {
        each.apply(changes, order, now);
        assertThat(each.values())
            .as("%s at %s, seed %d, round %d", each.rollup.name(), now, seed, round)
            .isEqualTo(defined(each.rollup, history, now));
      }
    }
  }

  /** What the operator does with state and timers, without Flink. */
  private static final class EntityStates {

    private final Rollup rollup;
    private final Contributions contributions;
    private final Map<String, EntityState> byEntity = new TreeMap<>();
    private long clock = EntityState.UNSET;

    EntityStates(Rollup rollup) {
      this.rollup = rollup;
      this.contributions = new Contributions(rollup);
    }

    /** Applies the changes before and after time has passed, each row's in its order. */
    void apply(List<RandomHistory.Change> changes, Random order, Instant now) {
      List<Contribution> pending = new ArrayList<>();
      for (RandomHistory.Change change : changes) {
        pending.addAll(contributions.of(change.before(), change.after()).contributions());
      }
      // Contributions commute, even those of one row.
      java.util.Collections.shuffle(pending, order);
      int early = pending.isEmpty() ? 0 : order.nextInt(pending.size());
      pending.subList(0, early).forEach(this::apply);
      advance(now.toEpochMilli());
      pending.subList(early, pending.size()).forEach(this::apply);
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

    Map<String, Map<String, String>> values() {
      Map<String, Map<String, String>> values = new TreeMap<>();
      byEntity.forEach(
          (entity, state) -> {
            if (!state.values(rollup).isEmpty()) {
              values.put(entity, state.values(rollup));
            }
          });
      return values;
    }
  }
}
