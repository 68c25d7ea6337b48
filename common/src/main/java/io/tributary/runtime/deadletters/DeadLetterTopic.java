package io.tributary.runtime.deadletters;

import io.tributary.config.KafkaConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.DeadLetter;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic of rejected records. */
public final class DeadLetterTopic {

  private final String bootstrapServers;
  private final Properties properties = new Properties();
  private final String topic;
  private final String job;

  private DeadLetterTopic(PipelineConfig config, KafkaConfig kafka, String job) {
    bootstrapServers = kafka.bootstrapServers();
    properties.putAll(kafka.properties());
    properties.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    topic = config.deadLetters().topic();
    this.job = job;
  }

  /** The topic of a pipeline, for the letters of one of its jobs. */
  public static DeadLetterTopic of(PipelineConfig config, KafkaConfig kafka, String job) {
    return new DeadLetterTopic(config, kafka, job);
  }

  /**
   * Creates the topic, and that of replayed records, where it is missing, with the brokers'
   * defaults. A broker that does not create topics by itself would otherwise stop the job at its
   * first dead letter.
   *
   * @throws IllegalStateException if one is missing and cannot be created
   */
  public DeadLetterTopic created() {
    create(topic);
    create(ReplayHeaders.topic(topic));
    return this;
  }

  private void create(String topic) {
    try (Admin admin = Admin.create(properties)) {
      if (!admin.listTopics().names().get().contains(topic)) {
        NewTopic missing = new NewTopic(topic, Optional.empty(), Optional.empty());
        admin.createTopics(List.of(missing)).all().get();
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(
            "cannot find or create the topic %s for dead letters at %s: %s; start Kafka, or create the topic yourself"
                .formatted(topic, bootstrapServers, e.getCause()),
            e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating the topic " + topic, e);
    }
  }

  /** At least once: what a checkpoint covers has been acknowledged by all in-sync replicas. */
  public KafkaSink<DeadLetter> sink() {
    Properties producer = new Properties();
    producer.putAll(properties);
    producer.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    return KafkaSink.<DeadLetter>builder()
        .setKafkaProducerConfig(producer)
        .setBootstrapServers(bootstrapServers)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new DeadLetterSchema(topic, job))
        .build();
  }
}
