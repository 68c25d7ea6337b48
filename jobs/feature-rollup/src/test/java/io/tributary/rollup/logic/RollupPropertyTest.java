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

  /** What a history's table amounts to if nothing ever happened but that its rows were inserted. */
  public static Map<String, Map<String, String>> rebuilt(
      Rollup rollup, RandomHistory history, Instant at) {
    return EntityStates.of(rollup, history.table(), at).values();
  }

  static LongStream fewSeeds() {
    return seeds().limit(5);
  }

  static LongStream seeds() {
    return new Random(RandomHistory.seed()).longs(30);
  }

  /** What has been taken back, moved or replaced leaves the same as if it had never been. */
  @ParameterizedTest
  @MethodSource("fewSeeds")
  void everyAggregateForgetsWhatWasAndKeepsWhatIs(long seed) {
    RandomHistory history = new RandomHistory(seed);
    Random order = new Random(seed);
    List<EntityStates> states = EveryAggregate.ROLLUPS.stream().map(EntityStates::new).toList();
    for (int round = 0; round < 20; round++) {
      List<RandomHistory.Change> changes = history.changes(order.nextInt(60));
      Instant now = history.passTime();
      for (EntityStates each : states) {
        each.apply(changes, order, now);
        EntityStates rebuilt = EntityStates.of(each.rollup(), history.table(), now);
        assertThat(each.values())
            .as("%s at %s, seed %d, round %d", each.rollup().name(), now, seed, round)
            .isEqualTo(rebuilt.values());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void valueOfCappedFeatureIsRightOrNotThere(long seed) {
    RandomHistory history = new RandomHistory(seed, 2);
    Random order = new Random(seed);
    EntityStates exact = new EntityStates(EveryAggregate.byUser("exact", 1_000));
    EntityStates capped = new EntityStates(EveryAggregate.byUser("capped", 3));
    int beyond = 0;
    for (int round = 0; round < 30; round++) {
      List<RandomHistory.Change> changes = history.changes(order.nextInt(30));
      Instant now = history.passTime();
      exact.apply(changes, order, now);
      capped.apply(changes, order, now);
      assertThat(capped.values().keySet()).isEqualTo(exact.values().keySet());
      for (Map.Entry<String, Map<String, String>> entity : exact.values().entrySet()) {
        Map<String, String> right = new TreeMap<>(entity.getValue());
        Map<String, String> shown = new TreeMap<>(capped.values().get(entity.getKey()));
        assertThat(right).doesNotContainKey(EntityState.BEYOND_CAP);
        String fields = shown.remove(EntityState.BEYOND_CAP);
        if (fields != null) {
          beyond++;
          assertThat(right.keySet().removeIf(field -> fields.contains("\"" + field + "\"")))
              .isTrue();
        }
        assertThat(shown).as("seed %d, round %d", seed, round).isEqualTo(right);
      }
    }
    assertThat(beyond).isPositive();
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void entityThatIsEmptiedIsWholeAgain(long seed) {
    RandomHistory history = new RandomHistory(seed, 2);
    EntityStates capped = new EntityStates(EveryAggregate.byUser("capped", 3));
    Random order = new Random(seed);
    Instant now = history.passTime();
    capped.apply(history.changes(200), order, now);
    List<RandomHistory.Change> deletes = new ArrayList<>();
    history.table().forEach((id, row) -> deletes.add(new RandomHistory.Change(id, row, null)));
    capped.apply(deletes, order, now);
    assertThat(capped.areEmpty()).isTrue();
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
            .as("%s at %s, seed %d, round %d", each.rollup().name(), now, seed, round)
            .isEqualTo(defined(each.rollup(), history, now));
      }
    }
  }
}
