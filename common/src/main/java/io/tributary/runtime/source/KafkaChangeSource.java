package io.tributary.runtime.source;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.RawRecord;
import io.tributary.event.TableId;
import io.tributary.runtime.kafka.RawRecordSchema;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Reads the topics that the connector writes, one per table. A topic that does not exist yet is
 * read from its start once it does. A job without state starts only where {@link BootstrapCheck}
 * lets it; of the topic of replayed records it reads what is replayed from then on, since it reads
 * the records themselves in their own places. Records of aborted transactions are not seen. Offsets
 * are committed with each checkpoint, for those who watch the group; recovery does not use them.
 */
public final class KafkaChangeSource implements ChangeSource {

  /** Permanent, as the partitions' offsets are kept under it. */
  static final String UID = "changes";

  private static final String DISCOVERY_INTERVAL_MILLIS = "3000";

  private final KafkaSourceConfig config;
  private final String replayTopic;
  private final String groupId;
  private final BootstrapCheck check;

  private KafkaChangeSource(
      KafkaSourceConfig config, String replayTopic, String groupId, BootstrapCheck check) {
    this.config = config;
    this.replayTopic = replayTopic;
    this.groupId = groupId;
    this.check = check;
  }

  /** The topics of a pipeline and its replayed records, read in a group of the job's own. */
  public static KafkaChangeSource of(PipelineConfig config, String jobName) {
    KafkaSourceConfig kafka = Objects.requireNonNull(config.source().kafka());
    return new KafkaChangeSource(
        kafka,
        ReplayHeaders.topic(config.deadLetters().topic()),
        groupId(kafka, jobName),
        BootstrapCheck.of(config));
  }

  /** The consumer group of a job. */
  public static String groupId(KafkaSourceConfig kafka, String jobName) {
    return kafka.groupId() + "-" + jobName;
  }

  @Override
  public DataStream<RawRecord> read(StreamExecutionEnvironment env, Set<TableId> tables) {
    KafkaSource<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setProperties(properties())
            .setBootstrapServers(config.bootstrapServers())
            .setGroupId(groupId)
            .setTopicPattern(topics(tables))
            .setStartingOffsets(new EarliestOnce(check, replayTopic))
            .setDeserializer(new RawRecordSchema())
            .build();
    return env.fromSource(new PromptCommits(source), WatermarkStrategy.noWatermarks(), "changes")
        .uid(UID);
  }

  /** The source itself asks only for the topics that a job without state finds. */
  @Override
  public NewTables newTables() {
    return check::check;
  }

  @Override
  public KafkaSourceConfig schemaHistory() {
    return config;
  }

  private Pattern topics(Set<TableId> tables) {
    return Pattern.compile(
        Stream.concat(tables.stream().sorted().map(config::topic), Stream.of(replayTopic))
            .map(Pattern::quote)
            .collect(Collectors.joining("|")));
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), DISCOVERY_INTERVAL_MILLIS);
    properties.putAll(config.properties());
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "true");
    properties.remove(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
    return properties;
  }
}
