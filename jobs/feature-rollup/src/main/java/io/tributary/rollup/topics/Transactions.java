package io.tributary.rollup.topics;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.SourceConfig;
import io.tributary.config.binding.Violation;
import io.tributary.rollup.plan.FeatureTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Transactions of Kafka that hold what is written between two checkpoints and end with the second.
 * Those that a failed attempt left open are aborted by the next.
 *
 * @param idPrefix begins all their ids, in no other job and in every start of this one: {@code
 *     tributary-feature-rollup.features.user_engagement}, the consumer group and the first topic. A
 *     topic belongs to one job; two jobs may have the same group.
 * @param timeout after which a broker aborts one that nobody ends
 */
record Transactions(String idPrefix, Duration timeout) {

  private static final String PATH = "feature-topics.transaction-timeout";

  static Transactions of(PipelineConfig pipeline, Collection<FeatureTopic> topics) {
    String first = topics.stream().map(FeatureTopic::name).sorted().findFirst().orElseThrow();
    String prefix = group(pipeline.source()) + "-feature-rollup." + first;
    return new Transactions(prefix, pipeline.featureTopics().transactionTimeout());
  }

  private static String group(SourceConfig source) {
    KafkaSourceConfig kafka = source.kafka();
    // Without Kafka this is the slot, of which each job has its own.
    return kafka == null ? source.topicPrefix() : kafka.groupId();
  }

  /** Properties of a client with the timeout. */
  Properties producer(Properties kafka) {
    Properties producer = new Properties();
    producer.putAll(kafka);
    producer.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(timeout.toMillis()));
    return producer;
  }

  /**
   * Refuses what would end with transactions that expire before their checkpoint is complete.
   *
   * @throws InvalidConfigException if the timeout is too short for the checkpoints, or the brokers
   *     do not grant it
   */
  void check(CheckpointConfig checkpoints, Properties kafka) {
    if (!checkpoints.isCheckpointingEnabled()) {
      throw invalid("cannot be kept without checkpoints", "set execution.checkpointing.interval");
    }
    Duration interval = Duration.ofMillis(checkpoints.getCheckpointInterval());
    Duration longest = interval.plusMillis(checkpoints.getCheckpointTimeout());
    if (timeout.compareTo(longest) <= 0) {
      throw invalid(
          "is "
              + words(timeout)
              + ", and a transaction can be open for "
              + words(longest)
              + ", the interval and the timeout of checkpoints together",
          "raise it above that, or lower execution.checkpointing.timeout");
    }
    askBrokers(kafka);
  }

  private void askBrokers(Properties kafka) {
    Properties producer = producer(kafka);
    producer.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, idPrefix + ".check");
    try (KafkaProducer<byte[], byte[]> trial =
        new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer())) {
      trial.initTransactions();
    } catch (KafkaException e) {
      throw invalid(
          "of " + words(timeout) + " is refused by the brokers: " + e.getMessage(),
          "lower it or raise transaction.max.timeout.ms, and let our user write with transactional"
              + " ids that begin with "
              + idPrefix);
    }
  }

  private static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static InvalidConfigException invalid(String problem, String remedy) {
    return new InvalidConfigException(
        "pipeline.yaml", List.of(new Violation(PATH, 0, problem, remedy)));
  }
}
