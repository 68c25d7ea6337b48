package io.tributary.rollup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig.TopicFormat;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    RollupPlan plan = RollupPlan.of(config(GOOD), KNOWN);
    assertThat(plan.rollups().values())
        .flatExtracting(Rollup::fields)
        .containsExactly("clicks_5m", "clicks_lifetime", "spend_1h");
    assertThat(plan.columnsNeeded())
        .containsExactly(
            Map.entry(
                EVENTS, Set.of("user_id", "occurred_at", "event_type", "value", "amount", "flag")));
    assertThat(plan.topics())
        .containsExactly(Map.entry("engagement", new FeatureTopic("features", TopicFormat.JSON)));
  }

  @Test
  void compilesEveryAggregate() {
    String features =
        """
        all: {
          from: public.events, entity: user_id, event-time: occurred_at,
          features: {
            n: {count: true, tile: 1h, over: [1h]}, s: {sum: value, over: [1h]},
            a: {avg: score, over: [1h]}, lo: {min: device, over: [1h]},
            hi: {max: occurred_at, cap: 5, over: [1h]}, v: {variance: value, over: [1h]},
            d: {stddev: value, over: [1h]}, f: {first: flag, over: [1h]},
            l: {last: day, k: 3, over: [1h]}, t: {top: device, k: 3, over: [1h]},
            u: {distinct: ref, over: [1h]}, m: {distinct: ref, approximate: true, over: [1h]},
            p: {percentile: amount, at: 0.5, over: [1h]},
            q: {percentile: amount, at: 0.5, approximate: false, over: [1h]},
            h: {histogram: amount, bounds: [1, 10], over: [1h]},
            dc: {decayed-count: true, half-life: 6h}, ds: {decayed-sum: value, half-life: 6h},
            r: {ratio: [n, s], over: [7d]}, x: {latest: device}}}
        """;
    Rollup rollup =
        Objects.requireNonNull(RollupPlan.of(config(features), KNOWN).rollups().get("all"));
    assertThat(rollup.fields()).hasSize(19).contains("l_1h", "dc", "ds", "r_7d", "x");
    assertThat(rollup.kept()).isNotEmpty();
  }

  @Test
  void refusesInputsThatAggregatesCannotTake() {
    String unfit =
        """
        unfit: {
          from: public.events, entity: user_id, event-time: occurred_at,
          features: {
            a: {avg: device, over: [1h]}, h: {histogram: day, bounds: [1], over: [1h]},
            p: {percentile: device, at: 0.5, over: [1h]}}}
        """;
    assertThatThrownBy(() -> RollupPlan.of(config(unfit), KNOWN))
        .hasMessageContaining(
            "features.a.avg: column device is of type text; name a column of numbers")
        .hasMessageContaining("features.h.histogram: column day is of type date")
        .hasMessageContaining("features.p.percentile: column device is of type text");
  }

  @Test
  void reportsAllThatDoesNotFit() {
    String unfit =
        """
        engagement: {
          from: public.events, entity: [user_id, score], event-time: device,
          features: {clicks: {count: true, where: {kind: click}, over: [5m]}}}
        """;
    assertThatThrownBy(() -> RollupPlan.of(config(unfit), KNOWN))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("rollups.engagement.entity: column score is of type double")
        .hasMessageContaining("rollups.engagement.event-time: column device is of type text");
  }

  @Test
  void acceptsColumnsOfTablesThatNobodyDescribes() {
    assertThat(RollupPlan.of(config(GOOD), Map.of()).rollups()).containsKey("engagement");
  }

  @Test
  void refusesPipelineWithoutRollups() {
    assertThatThrownBy(() -> RollupPlan.of(config("")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("rollups: there are none");
  }

  private static PipelineConfig config(String rollups) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app, group-id: g}}
        tables: {public.events: {key: [id], columns: {id: bigint}}}
        redis: {url: "redis://localhost"}
        rollups: {%s}
        """
            .formatted(rollups.strip().replace("\n", " ")));
  }
}
