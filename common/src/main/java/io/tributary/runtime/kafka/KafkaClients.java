package io.tributary.runtime.kafka;

import io.tributary.config.KafkaConfig;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.SafeReason;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Clients that look at the pipeline's Kafka, beside those that Flink makes for reading it. */
public final class KafkaClients {

  private KafkaClients() {}

  /**
   * Makes a client of the properties that all clients are given. Others are made of them later,
   * where what Kafka says of a property goes to Flink's log.
   *
   * @throws IllegalStateException if Kafka does not take them; it quotes nothing of a secret
   */
  public static void check(KafkaConfig kafka) {
    Properties properties = new Properties();
    properties.putAll(kafka.properties());
    properties.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    try {
      Admin.create(properties).close(Duration.ZERO);
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "Kafka's clients do not take `properties` %s for the brokers %s: %s"
              .formatted(
                  kafka.properties().keySet(),
                  kafka.bootstrapServers(),
                  SafeReason.of(e, kafka.properties())));
    }
  }

  /**
   * A consumer that belongs to no group and sees what is committed.
   *
   * @param more properties that prevail over the pipeline's
   */
  public static KafkaConsumer<byte[], byte[]> consumer(
      KafkaSourceConfig kafka, Map<String, String> more) {
    Properties properties = properties(kafka);
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.putAll(more);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  public static Admin admin(KafkaSourceConfig kafka) {
    return Admin.create(properties(kafka));
  }

  private static Properties properties(KafkaSourceConfig kafka) {
    Properties properties = new Properties();
    properties.putAll(kafka.properties());
    properties.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return properties;
  }
}
