package io.tributary.rollup.topics;

import io.tributary.config.FeatureTopicsConfig.Delivery;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.KafkaConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.Violation;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupTypes;
import io.tributary.rollup.plan.AvroSchemas;
import io.tributary.rollup.plan.FeatureTopic;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.runtime.metrics.PipelineMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Features as records of compacted topics, keyed by entity, in the {@link TopicForm} of each
 * rollup. An entity without rows has a record without a value.
 *
 * <p>At least once: after a restore records come again, and of two of one entity the one with the
 * greater version is the newer. Or exactly once, see {@link Transactions}.
 */
public final class FeatureTopics implements KafkaRecordSerializationSchema<FeatureUpdate> {

  public static final String UID = "feature-topics";

  private static final long serialVersionUID = 1L;

  private final Properties kafka;
  private final LinkedHashMap<String, FeatureTopic> topics;
  private final LinkedHashMap<String, TopicForm> forms = new LinkedHashMap<>();
  private final RecordLimit limit;
  private transient @Nullable Counter leftOut;

  private FeatureTopics(KafkaConfig config, Map<String, FeatureTopic> topics) {
    this.kafka = properties(config);
    this.topics = new LinkedHashMap<>(topics);
    this.limit = RecordLimit.of(kafka);
  }

  /**
   * The topics of a plan that was held against its tables.
   *
   * @param tables as far as they are known; those with an Avro topic are
   */
  public static FeatureTopics of(
      PipelineConfig config, RollupPlan plan, Map<TableId, TableDescription> tables) {
    KafkaConfig kafka = Objects.requireNonNull(config.kafkaForResults());
    FeatureTopics topics = new FeatureTopics(kafka, plan.topics());
    plan.topics()
        .forEach(
            (name, topic) -> {
              Rollup rollup = Objects.requireNonNull(plan.rollups().get(name));
              TopicForm form =
                  switch (topic.format()) {
                    case JSON -> new JsonForm(rollup.entity());
                    case AVRO ->
                        new AvroForm(
                            topic.name(),
                            schemas(rollup, config, tables),
                            Objects.requireNonNull(kafka.schemaRegistry()));
                  };
              topics.forms.put(name, form);
            });
    return topics;
  }

  private static AvroSchemas schemas(
      Rollup rollup, PipelineConfig config, Map<TableId, TableDescription> tables) {
    TableDescription table = Objects.requireNonNull(tables.get(rollup.from()));
    return AvroSchemas.of(
        rollup,
        Objects.requireNonNull(config.rollups().get(rollup.name())),
        RollupTypes.of(rollup, table.columns()));
  }

  private static Properties properties(KafkaConfig config) {
    Properties kafka = new Properties();
    kafka.putAll(config.properties());
    kafka.put("bootstrap.servers", config.bootstrapServers());
    return kafka;
  }

  /**
   * The sink as a pipeline wants it.
   *
   * @throws InvalidConfigException if it wants transactions, and the brokers or the job's
   *     checkpoints do not go with them; or if the registry refuses a schema
   */
  public KafkaSink<FeatureUpdate> sink(PipelineConfig pipeline, StreamExecutionEnvironment env) {
    checkForms();
    KafkaSinkBuilder<FeatureUpdate> builder =
        KafkaSink.<FeatureUpdate>builder().setRecordSerializer(this);
    if (pipeline.featureTopics().delivery() == Delivery.AT_LEAST_ONCE) {
      return builder
          .setKafkaProducerConfig(kafka)
          .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
          .build();
    }
    Transactions transactions = Transactions.of(pipeline, topics.values());
    transactions.check(env.getCheckpointConfig(), kafka);
    return builder
        .setKafkaProducerConfig(transactions.producer(kafka))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(transactions.idPrefix())
        .build();
  }

  private void checkForms() {
    List<Violation> violations = new ArrayList<>();
    forms.forEach(
        (rollup, form) ->
            form.refusals()
                .forEach(
                    why ->
                        violations.add(
                            new Violation(
                                "rollups." + rollup + ".kafka-topic",
                                0,
                                "the schema registry would refuse the schema of " + why,
                                "write to another topic, or change the subject's"
                                    + " compatibility"))));
    if (!violations.isEmpty()) {
      throw new InvalidConfigException("pipeline.yaml", violations);
    }
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    CompactedTopics.create(kafka, topics.values().stream().map(FeatureTopic::name).toList());
    PipelineMetrics metrics = PipelineMetrics.of(context.getMetricGroup());
    leftOut = metrics.counter(PipelineMetrics.FEATURES_LEFT_OUT);
    forms.values().forEach(form -> form.open(metrics));
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> serialize(
      FeatureUpdate update, KafkaSinkContext context, @Nullable Long timestamp) {
    return serialize(update, Objects.requireNonNull(leftOut));
  }

  /**
   * The record of an update, null where its rollup has no topic.
   *
   * @param leftOut counts the values that the record has no room for
   */
  @Nullable ProducerRecord<byte[], byte[]> serialize(FeatureUpdate update, Counter leftOut) {
    FeatureTopic topic = topics.get(update.rollup());
    TopicForm form = forms.get(update.rollup());
    if (topic == null || form == null) {
      return null;
    }
    return update.change() == FeatureUpdate.Change.VALUES
        ? limit.record(topic.name(), form, update, leftOut)
        : new ProducerRecord<>(topic.name(), form.key(update), null);
  }
}
