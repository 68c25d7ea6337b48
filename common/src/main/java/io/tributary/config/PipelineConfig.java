package io.tributary.config;

import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.TableId;
import io.tributary.redis.RedisAddress;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one file a user writes: {@code pipeline.yaml}, complete and valid. Every map keeps the file's
 * order. {@link #toString()} shows the configuration in effect with secrets masked.
 *
 * @param masks what {@code ${env:…}} and {@code ${file:…}} brought in, so that it is not shown; not
 *     a key of the file
 */
public record PipelineConfig(
    @Doc("The version of this format: 1.") int version,
    @Doc("Where row changes come from: kafka or postgres, one of them.") SourceConfig source,
    @Doc(
            "The Kafka cluster of results and dead letters, where source.kafka does not name it."
                + " Without one, a record that cannot be processed stops the job.")
        @Nullable KafkaConfig kafka,
    @Doc("The source database itself: types, freshness, preflight and verification.")
        @Nullable DatabaseConfig database,
    @Doc(
            value =
                "What a job without state does about topics that have lost their beginning, or do not"
                    + " begin with a snapshot of their table: it refuses them, or starts, and rows"
                    + " that it never saw are unknown. With accept-partial, features that are added"
                    + " to a running job do not wait for such rows, either; see"
                    + " docs/freshness.md.",
            byDefault = "require-snapshot")
        Bootstrap bootstrap,
    @Doc(
            value = "The tables to follow; of most nothing need be said: public.users: {}.",
            entry = "schema.table",
            nonEmpty = true)
        Map<TableId, TableConfig> tables,
    @Doc("What protecting personal data needs.") @Nullable PiiConfig pii,
    @Doc("The Redis that features are written to and caches are in.") @Nullable RedisConfig redis,
    @Doc(value = "Features per entity, by name.", byDefault = "{}")
        @Matches(value = Names.LABEL, words = Names.LABEL_WORDS)
        Map<String, RollupConfig> rollups,
    @Doc(value = "How the topics of all rollups are written.", byDefault = "{}")
        FeatureTopicsConfig featureTopics,
    @Doc(value = "Caches to keep coherent, by name.", byDefault = "{}")
        @Matches(value = Names.LABEL, words = Names.LABEL_WORDS)
        Map<String, CacheConfig> caches,
    @Doc("The audit lakehouse.") @Nullable LakehouseConfig lakehouse,
    @Doc(value = "Where records go that cannot be processed.", byDefault = "{}")
        DeadLetterConfig deadLetters,
    @Nullable Masks masks)
    implements Serializable {

  /** The version of the format that this build reads. */
  public static final int VERSION = 1;

  /** Copies the maps. */
  public PipelineConfig {
    tables = Immutable.copy(tables);
    rollups = Immutable.copy(rollups);
    caches = Immutable.copy(caches);
  }

  /**
   * Reads and validates a file; {@code ${env:NAME}} is looked up in this process's environment.
   *
   * @throws InvalidConfigException with everything that is wrong with it
   */
  public static PipelineConfig load(Path file) {
    return new PipelineFile(System::getenv).load(file);
  }

  /**
   * The same for a text.
   *
   * @throws InvalidConfigException with everything that is wrong with it
   */
  public static PipelineConfig parse(String yaml) {
    return new PipelineFile(System::getenv).parse("pipeline.yaml", yaml);
  }

  /** The cluster that results and dead letters go to, null where the file names none. */
  public @Nullable KafkaConfig kafkaForResults() {
    KafkaSourceConfig sourceKafka = source.kafka();
    return sourceKafka == null ? kafka : sourceKafka.cluster();
  }

  /**
   * The Redis that features are written to and caches are in.
   *
   * @throws IllegalStateException if the file names none; one with rollups or caches does
   */
  public RedisAddress redisAddress() {
    if (redis == null) {
      throw new IllegalStateException("the pipeline has no redis");
    }
    return redis.address();
  }

  /** How the connector writes, by the file. */
  public WireFormat wireFormat() {
    KafkaSourceConfig sourceKafka = source.kafka();
    if (sourceKafka == null) {
      return WireFormat.DEFAULT.withTopicPrefix(source.topicPrefix());
    }
    Map<String, @Nullable TableId> topics = new HashMap<>();
    for (TableId table : tables.keySet()) {
      String topic = sourceKafka.topic(table);
      topics.put(topic, topics.containsKey(topic) ? null : table);
    }
    return sourceKafka.wireFormat().withTopics(topics);
  }

  PipelineConfig with(Masks newMasks) {
    return with(database, newMasks);
  }

  /** The same pipeline with another database for its source. */
  public PipelineConfig withDatabase(DatabaseConfig other) {
    return with(other, masks);
  }

  private PipelineConfig with(@Nullable DatabaseConfig newDatabase, @Nullable Masks newMasks) {
    return new PipelineConfig(
        version,
        source,
        kafka,
        newDatabase,
        bootstrap,
        tables,
        pii,
        redis,
        rollups,
        featureTopics,
        caches,
        lakehouse,
        deadLetters,
        newMasks);
  }

  /** The configuration in effect, defaults included, as YAML with secrets masked. */
  public String describe() {
    return PipelineFile.describe(this);
  }

  @Override
  public String toString() {
    return describe();
  }
}
