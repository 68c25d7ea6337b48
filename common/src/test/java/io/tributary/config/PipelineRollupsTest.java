package io.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.TableId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rollups of a file that has every key. */
class PipelineRollupsTest {

  private final RollupConfig rollup =
      Objects.requireNonNull(Pipelines.load("every-key.yaml").rollups().get("user_engagement"));

  @Test
  void readsRollups() {
    assertThat(rollup.from()).isEqualTo(new TableId("public", "personalization_events"));
    assertThat(rollup.entity()).containsExactly("user_id", "device");
    assertThat(rollup.eventTime()).isEqualTo("occurred_at");
    assertThat(rollup.description()).isEqualTo("What people have done of late.");
    assertThat(rollup.owner()).isEqualTo("team-personalization");
    assertThat(rollup.where().columns()).containsOnlyKeys("user_id");
    assertThat(rollup.emitEvery()).isEqualTo(Duration.ofSeconds(2));
    assertThat(rollup.kafkaTopic()).isEqualTo("features.user_engagement");
    assertThat(rollup.kafkaFormat()).isEqualTo(RollupConfig.TopicFormat.AVRO);
    assertThat(rollup.features().keySet()).hasSize(19);
  }

  @Test
  void readsFeatures() {
    assertThat(rollup.features())
        .containsEntry(
            "clicks",
            new FeatureConfig(
                FeatureConfig.Aggregate.COUNT,
                null,
                new Filter(
                    Map.of(
                        "event_type", ColumnTest.of("click"),
                        "score", ColumnTest.of(new BigDecimal("1.50")),
                        "shown", ColumnTest.of(true),
                        "rank", ColumnTest.of(3L),
                        "error", ColumnTest.ofNull()),
                    List.of(),
                    List.of(),
                    List.of()),
                List.of(
                    new Window("5m", Duration.ofMinutes(5)),
                    new Window("24h", Duration.ofDays(1)),
                    Window.LIFETIME),
                FeatureOptions.NONE))
        .containsEntry(
            "spend",
            new FeatureConfig(
                FeatureConfig.Aggregate.SUM,
                "value",
                Filter.NONE,
                List.of(new Window("30d", Duration.ofDays(30))),
                FeatureOptions.NONE));
  }

  @Test
  void readsEveryAggregate() {
    assertThat(rollup.features().values())
        .extracting(FeatureConfig::aggregate)
        .contains(FeatureConfig.Aggregate.values());
    assertThat(feature("device"))
        .extracting(FeatureConfig::input, FeatureConfig::over)
        .containsExactly("device", List.of());
    assertThat(feature("views").options())
        .extracting(FeatureOptions::description, FeatureOptions::owner)
        .containsExactly("Pages that were seen", "growth");
    assertThat(feature("favourite").options())
        .extracting(FeatureOptions::k, FeatureOptions::cap)
        .containsExactly(3, 5_000);
    assertThat(feature("p95").options())
        .extracting(FeatureOptions::at, FeatureOptions::approximate)
        .containsExactly(new BigDecimal("0.95"), false);
    assertThat(feature("sizes").options().bounds())
        .containsExactly(new BigDecimal("-1.5"), BigDecimal.TEN, new BigDecimal("100"));
    assertThat(feature("budget").options())
        .extracting(FeatureOptions::halfLife, FeatureOptions::tile)
        .containsExactly(Duration.ofDays(1), Duration.ofHours(1));
    assertThat(feature("ctr").options().ratio()).containsExactly("clicks", "views");
  }

  private FeatureConfig feature(String name) {
    return Objects.requireNonNull(rollup.features().get(name));
  }

  @Test
  void readsConditions() {
    Filter where = Objects.requireNonNull(rollup.features().get("offers")).where();
    assertThat(where.columns())
        .containsEntry("kind", ColumnTest.of(List.<Object>of("offer", "deal")))
        .containsEntry(
            "value",
            new ColumnTest(
                null,
                0L,
                1L,
                100L,
                new BigDecimal("99.5"),
                13L,
                List.of(5L, 50L),
                List.of(6L),
                null))
        .containsEntry(
            "properties.page.type",
            new ColumnTest(null, null, null, null, null, null, null, null, false))
        .hasSize(3);
    Filter noError =
        new Filter(Map.of("error", ColumnTest.ofNull()), List.of(), List.of(), List.of());
    assertThat(where.anyOf())
        .containsExactly(
            new Filter(Map.of("shown", ColumnTest.of(true)), List.of(), List.of(), List.of()),
            new Filter(Map.of("rank", ColumnTest.of(1L)), List.of(noError), List.of(), List.of()));
    assertThat(where.noneOf()).hasSize(1);
  }
}
