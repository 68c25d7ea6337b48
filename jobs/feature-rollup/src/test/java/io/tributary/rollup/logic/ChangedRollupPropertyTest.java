package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import io.tributary.rollup.logic.aggregate.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rollup that changes while rows change, and is filled a row at a time, amounts to what one that
 * was built from nothing does.
 */
class ChangedRollupPropertyTest {

  private static final List<Feature> FEATURES =
      List.of(
          Events.count("clicks", Map.of("event_type", "click"), "5m"),
          Events.count("clicks", Map.of("event_type", "click"), "6m", "1h", "lifetime"),
          Events.count("rows", Map.of(), "4m", "7m"),
          Events.sum("spend", "value", Map.of("event_type", "purchase"), "30d"),
          Events.sum("amounts", "amount", Map.of(), "2h", "3h"));

  static LongStream seeds() {
    return new Random(RandomHistory.seed()).longs(20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void amountsToTheRollupThatItHasBecome(long seed) {
    Random random = new Random(seed);
    RandomHistory history = new RandomHistory(seed);
    Continued continued = new Continued(random, some(random));
    for (int round = 0; round < 30; round++) {
      if (random.nextInt(6) == 0) {
        continued.change(some(random));
      }
      continued.apply(history.changes(random.nextInt(30)));
      Instant now = history.passTime();
      continued.advance(now.toEpochMilli());
      if (random.nextInt(3) == 0) {
        history.table().keySet().forEach(continued::fill);
        assertThat(continued.values())
            .as("seed %d, round %d", seed, round)
            .isEqualTo(EntityStates.of(continued.rollup, history.table(), now).values());
      }
    }
  }

  private static Rollup some(Random random) {
    List<Feature> some = new ArrayList<>(FEATURES);
    some.removeIf(each -> random.nextBoolean());
    if (some.isEmpty()) {
      some.add(FEATURES.get(0));
    }
    return Events.rollup(
        "by_user",
        List.of("user_id"),
        random.nextInt(4) == 0 ? "local_at" : "occurred_at",
        some.toArray(new Feature[0]));
  }

  /** The rows' images and generations, as a ledger has them, and the entities. */
  private static final class Continued {

    private record Row(RowImage image, int generation) {}

    private record Born(String definition, long reach, int generation) {}

    private final Random random;
    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<String, EntityState> entities = new TreeMap<>();
    private List<Born> born = List.of();
    private int generation = -1;
    private Rollup rollup;
    private Contributions contributions;
    private long clock = EntityState.UNSET;

    @SuppressWarnings("NullAway.Init") // The first change initializes the rest.
    Continued(Random random, Rollup first) {
      this.random = random;
      change(first);
    }

    void change(Rollup next) {
      generation++;
      List<Born> continued = new ArrayList<>();
      for (KeptWindow each : next.kept()) {
        int since =
            born.stream()
                .filter(old -> old.definition().equals(each.definition()))
                .filter(old -> old.reach() >= each.reach())
                .min(Comparator.comparingLong(Born::reach))
                .map(Born::generation)
                .orElse(generation);
        continued.add(new Born(each.definition(), each.reach(), since));
      }
      born = continued;
      rollup = next.after(this::born, generation);
      contributions = new Contributions(rollup);
    }

    private int born(String definition, long reach) {
      return born.stream()
          .filter(each -> each.definition().equals(definition) && each.reach() == reach)
          .findAny()
          .orElseThrow()
          .generation();
    }

    /** In any order, with rows filled before and after. */
    void apply(List<RandomHistory.Change> changes) {
      List<Contribution> pending = new ArrayList<>();
      for (RandomHistory.Change change : changes) {
        pending.addAll(move(change.id(), change.after()));
        Long other = random.nextInt(3) == 0 ? any() : null;
        if (other != null) {
          pending.addAll(move(other, image(other)));
        }
      }
      Collections.shuffle(pending, random);
      pending.forEach(this::apply);
    }

    private @Nullable Long any() {
      List<Long> ids = new ArrayList<>(rows.keySet());
      return ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
    }

    void fill(long id) {
      move(id, image(id)).forEach(this::apply);
    }

    private RowImage image(long id) {
      return Objects.requireNonNull(rows.get(id)).image();
    }

    private List<Contribution> move(long id, @Nullable RowImage after) {
      Row old = rows.get(id);
      if (after == null) {
        rows.remove(id);
      } else {
        rows.put(id, new Row(after, generation));
      }
      return contributions
          .of(
              Events.TABLE.keyOf(id),
              old == null ? null : old.image(),
              after,
              old == null ? 0 : old.generation(),
              after == null ? 0 : generation)
          .contributions();
    }

    private void apply(Contribution contribution) {
      entities
          .computeIfAbsent(contribution.entity().text(), any -> new EntityState())
          .apply(rollup, contribution, clock);
    }

    void advance(long now) {
      for (EntityState entity : entities.values()) {
        if (entity.clock() == EntityState.UNSET || random.nextBoolean()) {
          entity.advance(rollup, now);
        }
      }
      clock = now;
    }

    Map<String, Map<String, String>> values() {
      Map<String, Map<String, String>> values = new TreeMap<>();
      entities.forEach(
          (entity, state) -> {
            state.fit(rollup);
            state.advance(rollup, clock);
            Map<String, String> texts = new TreeMap<>();
            state.values(rollup).forEach((field, json) -> texts.put(field, Json.text(json)));
            if (!texts.isEmpty()) {
              values.put(entity, texts);
            }
          });
      return values;
    }
  }
}
