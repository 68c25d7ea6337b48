package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.rollup.logic.aggregate.Json;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts of hundreds of kilobytes in what remembers values. */
class LongValuesTest {

  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");
  private static final int LENGTH = 400_000;

  private final EntityState entity = new EntityState();
  private long id;

  @Test
  void areShownWhereThereIsRoomAndNamedWhereThereIsNot() {
    Rollup rollup =
        Events.byUser(
            Events.feature("last", Functions.LAST, "event_type", "5m"),
            Events.feature("last_three", Functions.last(3), "event_type", "5m"),
            Events.feature("top_three", Functions.top(3), "event_type", "5m"),
            Events.feature("smallest", Functions.MIN, "event_type", "5m"),
            Events.feature("distinct", Functions.DISTINCT, "event_type", "5m"));
    for (int tile = 0; tile < 3; tile++) {
      add(rollup, text("abc".charAt(tile)), NOON.plusSeconds(5 * tile));
    }
    assertThat(entity.values(rollup))
        .isEqualTo(
            Map.of(
                "last_5m",
                Json.quoted(text('c')),
                "smallest_5m",
                Json.quoted(text('a')),
                "distinct_5m",
                "3",
                "_beyond_cap",
                "[\"last_three_5m\",\"top_three_5m\"]"));
    entity.advance(rollup, NOON.plusSeconds(305).toEpochMilli());
    String both = "[%s,%s]".formatted(Json.quoted(text('c')), Json.quoted(text('b')));
    assertThat(entity.values(rollup))
        .containsEntry("last_three_5m", both)
        .containsEntry("distinct_5m", "2")
        .doesNotContainKey("_beyond_cap");
  }

  @Test
  void takeNoMoreThanTheirRoomInATileHoweverManyTheyAre() {
    Rollup rollup =
        Events.byUser(
            Events.feature("last", Functions.LAST, "event_type", "lifetime"),
            Events.feature("top", Functions.top(3), "event_type", "lifetime"),
            Events.feature("greatest", Functions.MAX, "event_type", "lifetime"));
    for (int row = 0; row < 100; row++) {
      add(rollup, text((char) ('0' + row)), NOON.plusSeconds(row));
    }
    assertThat(entity.footprint()).isLessThan(3 << 20);
    assertThat(entity.values(rollup))
        .containsEntry("last_lifetime", Json.quoted(text((char) ('0' + 99))))
        .containsEntry("greatest_lifetime", Json.quoted(text((char) ('0' + 99))))
        .containsEntry("_beyond_cap", "[\"top_lifetime\"]");
  }

  @Test
  void haveMoreRoomWithGreaterCap() {
    Feature feature = Events.feature("last_three", Functions.last(3), "event_type", "lifetime");
    Rollup rollup = Events.byUser(Events.capped(feature, 2_000));
    for (int row = 0; row < 3; row++) {
      add(rollup, text('x'), NOON.plusSeconds(row));
    }
    String one = Json.quoted(text('x'));
    assertThat(entity.values(rollup))
        .isEqualTo(Map.of("last_three_lifetime", "[%s,%s,%s]".formatted(one, one, one)));
  }

  private static String text(char of) {
    return String.valueOf(of).repeat(LENGTH);
  }

  private void add(Rollup rollup, String text, Instant at) {
    RowImage row = Events.TABLE.image(++id, 7, "web", text, "0", 1, 1.0, true, at, null);
    new Contributions(rollup)
        .of(Events.TABLE.keyOf(id), null, row)
        .contributions()
        .forEach(each -> entity.apply(rollup, each, at.toEpochMilli()));
  }
}
