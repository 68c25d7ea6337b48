package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollupTest {

  @Test
  void namesAllThatDoesNotFitTheTable() {
    Rollup rollup =
        Events.rollup(
            "unfit",
            List.of("score", "who"),
            "device",
            Events.sum("spend", "event_type", Map.of("amount", "many"), "1h"),
            Events.count("clicks", Map.of("nothing", 1L), "1h"));
    assertThat(rollup.misfits(Events.TABLE.schema(), true))
        .extracting(Misfit::path, Misfit::problem)
        .containsExactly(
            tuple("entity", "column score is of type double"),
            tuple("entity", "public.events has no column who"),
            tuple("event-time", "column device is of type text"),
            tuple("features.spend.sum", "column event_type is of type text"),
            tuple("features.spend.where.amount", "column amount is of type integer"),
            tuple("features.clicks.where.nothing", "public.events has no column nothing"));
    assertThat(rollup.misfits(Events.TABLE.schema(), false)).hasSize(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RollupSql.of(rollup, Events.described()))
        .withMessageContaining("no column who");
  }

  @Test
  void readsNoOtherColumnsThanItNeeds() {
    Rollup rollup = Events.byUser(Events.sum("spend", "value", Map.of("event_type", "buy"), "1h"));
    assertThat(rollup.columns()).containsExactly("user_id", "occurred_at", "event_type", "value");
  }

  @Test
  void knowsStateOfResultUnderAnotherNameAndNotOfAnotherDefinition() {
    Rollup before = Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "1h"));
    Rollup renamed =
        Events.byUser(
            Events.count("new", Map.of(), "1h"),
            Events.count("taps", Map.of("event_type", "click"), "1h"));
    KeptWindow clicks = before.kept().get(0);
    assertThat(renamed.kept()).contains(clicks);
    Rollup longer = Events.byUser(Events.count("clicks", Map.of("event_type", "click"), "61m"));
    Rollup other = Events.byUser(Events.count("clicks", Map.of("event_type", "view"), "1h"));
    assertThat(longer.kept()).doesNotContain(clicks);
    assertThat(other.kept()).doesNotContain(clicks);
  }

  @Test
  void sharesTilesBetweenFeaturesOfOneMeasure() {
    Rollup rollup =
        Events.byUser(
            Events.count("short", Map.of(), "5m"),
            Events.count("long", Map.of(), "6m", "1h", "lifetime"));
    assertThat(rollup.measures()).hasSize(1);
    assertThat(rollup.series()).hasSize(3);
  }
}
