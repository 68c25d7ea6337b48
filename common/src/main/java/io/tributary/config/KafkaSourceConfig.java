package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.config.binding.Place;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Kafka cluster that holds the change topics; results and dead letters go there too. */
public record KafkaSourceConfig(
    @Doc("Brokers to start from, separated by commas.")
        @Matches(value = Names.BROKERS, words = Names.BROKERS_WORDS)
        String bootstrapServers,
    @Doc("The connector's topic.prefix; topics are named <prefix>.<schema>.<table>.")
        @Matches(value = Names.TOPIC, words = Names.TOPIC_WORDS)
        String topicPrefix,
    @Doc(
            value = "Consumer group; the job's name is appended: tributary-feature-rollup.",
            byDefault = "tributary")
        String groupId,
    @Doc(
            value =
                "Properties handed to every Kafka client as they are, for example TLS and SASL.",
            byDefault = "{}",
            entry = "property",
            foreign = true)
        Map<String, String> properties,
    @Doc(
            value =
                "The topic in which the database describes its tables over time; see docs/schema-history.md.",
            byDefault = "{}")
        SchemaHistoryConfig schemaHistory,
    @Doc("Where Avro records have their schemas.") @Nullable SchemaRegistryConfig schemaRegistry,
    @Doc(
            value =
                "Settings of the connector that its records do not show; see docs/wire-formats.md.",
            byDefault = "{}")
        FormatConfig format,
    @Doc(
            value =
                "The Connect worker's offset.storage.topic, which shows how far the connector has come;"
                    + " where it is not there, marks of freshness are approximate.",
            byDefault = "connect-offsets")
        @Matches(value = Names.TOPIC, words = Names.TOPIC_WORDS)
        String connectorOffsetsTopic)
    implements Serializable, Checked {

  private static final String IN_TOPICS = "[a-zA-Z0-9._-]";
  private static final int LONGEST_TOPIC = 249;

  private static final Map<String, String> OURS =
      Map.of(
          "bootstrap.servers", "set bootstrap-servers",
          "group.id", "set group-id",
          "key.deserializer", "leave it out: records are read as bytes",
          "value.deserializer", "leave it out: records are read as bytes",
          "key.serializer", "leave it out",
          "value.serializer", "leave it out");

  /** Copies the properties. */
  public KafkaSourceConfig {
    properties = Immutable.copy(properties);
  }

  /**
   * The topic of a table's changes: {@code app.public.user_profile}. As the connector does, it puts
   * {@code _} for each {@code char} that a topic's name must not contain, two for an emoji, and
   * cuts what is too long.
   */
  public String topic(TableId table) {
    StringBuilder topic = new StringBuilder(topicPrefix).append('.').append(table);
    for (int i = 0; i < topic.length(); i++) {
      if (!topic.substring(i, i + 1).matches(IN_TOPICS)) {
        topic.setCharAt(i, '_');
      }
    }
    topic.setLength(Math.min(topic.length(), LONGEST_TOPIC));
    return topic.toString();
  }

  /** The topic that holds the schema history, where there is one. */
  public String schemaHistoryTopic() {
    String topic = schemaHistory.topic();
    return topic == null ? topicPrefix + ".message" : topic;
  }

  /** The cluster and its registry alone. */
  KafkaConfig cluster() {
    return new KafkaConfig(bootstrapServers, properties, schemaRegistry);
  }

  /** How the connector writes, without the tables that topics stand for. */
  public WireFormat wireFormat() {
    return format.wireFormat().withTopicPrefix(topicPrefix);
  }

  @Override
  public void check(Place place) {
    OURS.forEach(
        (property, remedy) -> {
          if (properties.containsKey(property)) {
            place.at("properties").at(property).report("is set by Tributary itself", remedy);
          }
        });
  }

  /** Names the properties only: values may be secret. */
  @Override
  public String toString() {
    return "KafkaSourceConfig[%s, topicPrefix=%s, groupId=%s, properties=%s, %s, %s, %s]"
        .formatted(
            bootstrapServers,
            topicPrefix,
            groupId,
            properties.keySet(),
            schemaHistory,
            schemaRegistry,
            format);
  }
}
