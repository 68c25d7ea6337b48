package io.tributary.runtime;

import io.tributary.config.KafkaConfig;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.runtime.deadletters.DeadLetterTopic;
import io.tributary.runtime.deadletters.NoDeadLetters;
import io.tributary.runtime.direct.PostgresChangeSource;
import io.tributary.runtime.freshness.FreshnessPort;
import io.tributary.runtime.freshness.KafkaFreshness;
import io.tributary.runtime.kafka.KafkaClients;
import io.tributary.runtime.source.ChangeSource;
import io.tributary.runtime.source.KafkaChangeSource;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * What every job shares with the outside, and what a test of a whole job replaces.
 *
 * @param freshness finds out how fresh the results are; where it finds nothing, the rows that a new
 *     slot's snapshot no longer shows are not ended either
 * @param deadLetters has written whatever it was given before a checkpoint completes
 */
public record Ports(ChangeSource changes, Sink<DeadLetter> deadLetters, FreshnessPort freshness) {

  /** Ports that leave open how fresh the results are. */
  public Ports(ChangeSource changes, Sink<DeadLetter> deadLetters) {
    this(changes, deadLetters, FreshnessPort.NONE);
  }

  /**
   * The ports that the configuration names. Creates the topics of dead letters and of replayed
   * records where they are missing.
   *
   * @param jobName names the job's consumer group, and the job in its dead letters
   * @throws IllegalStateException if Kafka cannot be reached or refuses
   */
  public static Ports of(PipelineConfig config, String jobName) {
    KafkaConfig kafka = config.kafkaForResults();
    if (kafka != null) {
      KafkaClients.check(kafka);
    }
    KafkaSourceConfig source = config.source().kafka();
    return new Ports(
        source == null ? PostgresChangeSource.of(config) : KafkaChangeSource.of(config, jobName),
        kafka == null
            ? new NoDeadLetters()
            : DeadLetterTopic.of(config, kafka, jobName).created().sink(),
        source == null
            ? FreshnessPort.NONE
            : KafkaFreshness.port(source, KafkaChangeSource.groupId(source, jobName)));
  }
}
