package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RollupPlanTest {

  private static final TableId EVENTS = Events.TABLE.table();
  private static final Map<TableId, TableDescription> KNOWN =
      Map.of(EVENTS, new TableDescription(EVENTS, Events.TABLE.schema(), List.of("id"), false));

  private static final String GOOD =
      """
      engagement: {
        from: public.events, entity: user_id, event-time: occurred_at, kafka-topic: features,
        features: {
          clicks: {count: true, where: {event_type: click}, over: [5m, lifetime]},
          spend: {sum: value, where: {amount: 7, flag: true}, over: [1h]}}}
      """;

  @Test
  void readsWhatRollupsNeed() {
    RollupPlan plan = RollupPlan.of(config("{}", GOOD), KNOWN);
    assertThat(plan.rollups().values())
        .flatExtracting(Rollup::fields)
        .containsExactly("clicks_5m", "clicks_lifetime", "spend_1h");
    assertThat(plan.columnsNeeded())
        .containsExactly(
            Map.entry(
                EVENTS, Set.of("user_id", "occurred_at", "event_type", "value", "amount", "flag")));
    assertThat(plan.topics()).containsExactly(Map.entry("engagement", "features"));
  }

  @Test
  void reportsAllThatDoesNotFit() {
    String unfit =
        """
        engagement: {
          from: public.events, entity: [user_id, score], event-time: device,
          features: {clicks: {count: true, where: {kind: click}, over: [5m]}}}
        """;
    assertThatThrownBy(() -> RollupPlan.of(config("{}", unfit), KNOWN))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("rollups.engagement.entity: column score is of type double")
        .hasMessageContaining("rollups.engagement.event-time: column device is of type text");
  }

  @Test
  void acceptsColumnsOfTablesThatNobodyDescribes() {
    assertThat(RollupPlan.of(config("{}", GOOD), Map.of()).rollups()).containsKey("engagement");
  }

  @Test
  void refusesColumnsThatPrivacyRulesTakeAway() {
    String rules = "{user_id: hmac, value: drop, event_type: hmac}";
    assertThatThrownBy(() -> RollupPlan.of(config(rules, GOOD), KNOWN))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("rollups.engagement.features.clicks.where: column event_type")
        .hasMessageContaining("rollups.engagement.features.spend: column value")
        .hasMessageNotContaining("rollups.engagement.entity");
  }

  @Test
  void refusesPipelineWithoutRollups() {
    assertThatThrownBy(() -> RollupPlan.of(config("{}", "")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("rollups: there are none");
  }

  private static PipelineConfig config(String privacy, String rollups) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app, group-id: g}}
        tables: {public.events: {key: [id], columns: {id: bigint}, pii: %s}}
        pii: {hmac: {current: k1, keys: {k1: "0123456789abcdef0123456789abcdef"}}}
        redis: {url: "redis://localhost"}
        rollups: {%s}
        """
            .formatted(privacy, rollups.strip().replace("\n", " ")));
  }
}
