package io.tributary.rollup.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.ConnectionUrl;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.config.SchemaRegistryConfig;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.TableDescription;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupTypes;
import io.tributary.rollup.plan.AvroSchemas;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureVersion;
import io.tributary.testing.Rows;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

/** What Avro makes of every kind of feature. */
class AvroFormTest {

  private static final Rows TABLE =
      Rows.of("public.events")
          .column("id", Kind.BIGINT)
          .column("user.id", Kind.UUID)
          .column("shown", Kind.BOOLEAN)
          .column("amount", Kind.INTEGER)
          .column("price", Kind.NUMERIC)
          .column("score", Kind.REAL)
          .column("page", Kind.TEXT)
          .column("at", Kind.TIMESTAMPTZ)
          .key("id");
  private static final String FEATURES =
      """
      clicks: {count: true, over: 5m, description: Clicks.}
      amounts: {sum: amount, over: 5m}
      spend: {sum: price, over: 5m}
      scores: {sum: score, over: 5m}
      mean: {avg: price, over: 5m}
      spread: {stddev: amount, over: 5m}
      seen: {max: at, over: 5m}
      lowest: {min: score, over: 5m}
      shown: {last: shown, over: 5m}
      pages: {last: page, k: 3, over: 5m}
      prices: {top: price, k: 2, over: 5m}
      different: {distinct: page, over: 5m}
      sizes: {histogram: amount, bounds: [1, 2], over: 5m}
      half: {percentile: amount, at: 0.5, approximate: false, over: 5m}
      interest: {decayed-count: true, half-life: 1h}
      rate: {ratio: [clicks, amounts], over: 5m}
      """;

  private final PipelineConfig config = config("[user.id, amount]");
  private final Rollup rollup = rollup(config);
  private final AvroSchemas schemas =
      AvroSchemas.of(rollup, rollupConfig(config), RollupTypes.of(rollup, TABLE.schema()));
  private final AvroForm form =
      new AvroForm(
          "t", schemas, new SchemaRegistryConfig(new ConnectionUrl("http://registry"), null, null));

  @Test
  void givesEachFeatureTheTypeOfItsValues() {
    Map<String, String> types = new LinkedHashMap<>();
    for (Schema.Field field : schemas.value().getField("features").schema().getFields()) {
      Schema type = field.schema().getTypes().get(1);
      boolean list = type.getType() == Schema.Type.ARRAY;
      Schema one = list ? type.getElementType().getTypes().get(1) : type;
      types.put(field.name(), one.getName() + (list ? "s" : ""));
      assertThat(field.hasDefaultValue()).isTrue();
    }
    assertThat(types)
        .hasToString(
            "{clicks_5m=long, amounts_5m=long, spend_5m=string, scores_5m=double, mean_5m=double,"
                + " spread_5m=double, seen_5m=string, lowest_5m=double, shown_5m=boolean,"
                + " pages_5m=strings, prices_5m=strings, different_5m=long, sizes_5m=longs,"
                + " half_5m=long, interest=double, rate_5m=double}");
    assertThat(schemas.value().getField("features").schema().getField("clicks_5m").doc())
        .isEqualTo("Clicks.");
    assertThat(schemas.key())
        .hasToString(
            "{\"type\":\"record\",\"name\":\"Key\",\"namespace\":\"features.all_users\",\"fields\":["
                + "{\"name\":\"user_id\",\"type\":\"string\"},{\"name\":\"amount\",\"type\":\"long\"}]}");
  }

  @Test
  void writesValuesAndLeavesOutWhatIsNotThere() throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("clicks_5m", "3");
    values.put("spend_5m", "12.5");
    values.put("scores_5m", "\"-Infinity\"");
    values.put("seen_5m", "\"2026-02-28T12:00:00Z\"");
    values.put("shown_5m", "true");
    values.put("pages_5m", "[\"a\\\"b\",null]");
    values.put("prices_5m", "[1.5,2]");
    values.put("sizes_5m", "[0,1,2]");
    values.put("_beyond_cap", "[\"different_5m\"]");
    GenericRecord value = value(values);
    assertThat(value.get("rollup")).hasToString("all-users");
    assertThat(value.get("features"))
        .hasToString(
            "{\"clicks_5m\": 3, \"amounts_5m\": null, \"spend_5m\": \"12.5\", \"scores_5m\":"
                + " \"-Infinity\", \"mean_5m\": null, \"spread_5m\": null, \"seen_5m\":"
                + " \"2026-02-28T12:00:00Z\", \"lowest_5m\": null, \"shown_5m\": true,"
                + " \"pages_5m\": [\"a\\\"b\", null], \"prices_5m\": [\"1.5\", \"2\"],"
                + " \"different_5m\": null, \"sizes_5m\": [0, 1, 2], \"half_5m\": null,"
                + " \"interest\": null, \"rate_5m\": null}");
    assertThat(value.get("beyond_cap")).hasToString("[different_5m]");
    assertThat(value.get("updated_at")).isEqualTo(1_772_280_000_123L);
    assertThat(value.get("version")).hasToString(version().text());
  }

  @Test
  void listsValueThatItsTypeDoesNotHold() throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("amounts_5m", "9223372036854775808");
    values.put("shown_5m", "\"yes\"");
    GenericRecord value = value(values);
    assertThat(value.get("beyond_cap")).hasToString("[amounts_5m, shown_5m]");
  }

  @Test
  void refusesEntityOfAnotherTypeAndDoesNotShowIt() {
    assertThatIllegalStateException()
        .isThrownBy(() -> form.key(update("x|secret", Map.of())))
        .withMessageContaining("column amount of rollup all-users")
        .withNoCause();
  }

  @Test
  void needsToKnowTheTypesAndNamesThatDoNotClash() {
    Rows unknown = Rows.of("public.events").column("id", Kind.BIGINT).key("id");
    assertThatThrownBy(() -> RollupPlan.of(config, Map.of(TABLE.table(), described(unknown))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("rollups.all-users.kafka-format: avro needs to know the types");
    PipelineConfig clash = config("[user.id, user_id]");
    Rows both = TABLE.column("user_id", Kind.BIGINT);
    assertThatThrownBy(() -> RollupPlan.of(clash, Map.of(TABLE.table(), described(both))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("two columns of the entity are user_id in Avro");
  }

  private static TableDescription described(Rows rows) {
    return new TableDescription(rows.table(), rows.schema(), List.of("id"), false);
  }

  private GenericRecord value(Map<String, String> values) throws IOException {
    byte[] bytes = form.value(update("u|7", values));
    return new GenericDatumReader<GenericRecord>(schemas.value())
        .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
  }

  private static FeatureUpdate update(String entity, Map<String, String> values) {
    return new FeatureUpdate(
        "all-users", new EntityKey(entity, 2), FeatureUpdate.Change.VALUES, values, version());
  }

  private static FeatureVersion version() {
    return new FeatureVersion(1, 5, 0, 1_772_280_000_123L);
  }

  private static Rollup rollup(PipelineConfig config) {
    return Objects.requireNonNull(RollupPlan.of(config).rollups().get("all-users"));
  }

  private static RollupConfig rollupConfig(PipelineConfig config) {
    return Objects.requireNonNull(config.rollups().get("all-users"));
  }

  private static PipelineConfig config(String entity) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app,
          schema-registry: {url: "http://registry"}}}
        tables: {public.events: {}}
        redis: {url: "redis://none"}
        rollups:
          all-users:
            from: public.events
            entity: %s
            event-time: at
            kafka-topic: t
            kafka-format: avro
            features:
        """
                .formatted(entity)
            + FEATURES.indent(6));
  }
}
