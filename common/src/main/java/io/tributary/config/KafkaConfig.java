package io.tributary.config;

import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Kafka cluster that results and dead letters go to where the source is not in Kafka. */
public record KafkaConfig(
    @Doc("Brokers to start from, separated by commas.")
        @Matches(value = Names.BROKERS, words = Names.BROKERS_WORDS)
        String bootstrapServers,
    @Doc(
            value =
                "Properties handed to every Kafka client as they are, for example TLS and SASL.",
            byDefault = "{}",
            entry = "property",
            foreign = true)
        Map<String, String> properties,
    @Doc("Where Avro records have their schemas.") @Nullable SchemaRegistryConfig schemaRegistry)
    implements Serializable {

  /** Copies the properties. */
  public KafkaConfig {
    properties = Immutable.copy(properties);
  }

  /** Names the properties only: values may be secret. */
  @Override
  public String toString() {
    return "KafkaConfig[%s, properties=%s, %s]"
        .formatted(bootstrapServers, properties.keySet(), schemaRegistry);
  }
}
