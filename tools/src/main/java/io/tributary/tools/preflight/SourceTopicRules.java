package io.tributary.tools.preflight;

import io.tributary.config.Bootstrap;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.source.BootstrapCheck;
import io.tributary.tools.options.KafkaTrouble;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/**
 * What the topics must be like that jobs read: the tables', the schema history's and the
 * connector's offsets.
 *
 * @param settings the connector's, null where nobody names them
 */
record SourceTopicRules(KafkaFacts facts, @Nullable ConnectorSettings settings, Findings findings) {

  void look(PipelineConfig config, KafkaSourceConfig kafka) throws Unreachable {
    Set<TableId> tables = new TreeSet<>(config.tables().keySet());
    tables.add(TableId.HEARTBEAT);
    Set<String> known = facts.topics();
    long before = findings.count(Findings.Level.PROBLEM);
    if (tables.stream().map(kafka::topic).noneMatch(known::contains)) {
      none(kafka);
    }
    for (TableId table : tables) {
      Optional<KafkaTopic> topic = read(kafka.topic(table));
      boolean mustReachBack =
          config.bootstrap() == Bootstrap.REQUIRE_SNAPSHOT && !table.equals(TableId.HEARTBEAT);
      if (mustReachBack && topic.isPresent() && topic.get().isDeletedFrom()) {
        expires(topic.get());
      }
    }
    history(kafka.schemaHistoryTopic());
    if (findings.count(Findings.Level.PROBLEM) == before) {
      gaps(config);
    }
    if (!known.contains(kafka.connectorOffsetsTopic())) {
      findings.warning(
          "topic " + kafka.connectorOffsetsTopic(),
          "is not there, or may not be looked at, so that marks of freshness are approximate",
          "set source.kafka.connector-offsets-topic to the Connect worker's offset.storage.topic");
    }
  }

  private void none(KafkaSourceConfig kafka) throws Unreachable {
    String about = "topics %s.*".formatted(kafka.topicPrefix());
    boolean connectorCreates =
        settings != null && settings.has("topic.creation.default.partitions");
    boolean brokersCreate =
        !facts.brokerSettings().getOrDefault("auto.create.topics.enable", "true").equals("false");
    if (settings != null && !connectorCreates && !brokersCreate) {
      findings.problem(
          about,
          "are missing, and neither the brokers nor the connector create them",
          "create them, or set topic.creation.default.partitions and .replication.factor in the"
              + " connector's configuration");
    } else {
      findings.warning(
          about,
          "are missing for every table: the connector has written nothing yet, or its topic.prefix"
              + " is another",
          "start the connector, or set source.kafka.topic-prefix");
    }
  }

  private Optional<KafkaTopic> read(String name) throws Unreachable {
    try {
      Optional<KafkaTopic> topic = facts.topic(name);
      if (topic.isPresent() && !topic.get().allows(AclOperation.READ)) {
        findings.problem(
            "topic " + name, "may not be read by our user", "grant it Read and Describe");
      }
      return topic;
    } catch (KafkaFacts.Hidden e) {
      findings.problem(
          "topic " + name,
          "may not be looked at by our user",
          "grant it Read and Describe on the topic");
      return Optional.empty();
    }
  }

  private void expires(KafkaTopic topic) {
    long millis = topic.number("retention.ms", -1);
    findings.warning(
        "topic " + topic.name(),
        "forgets records %s, after which no job starts without state"
            .formatted(
                millis < 0
                    ? "beyond a size"
                    : "that are older than " + words(Duration.ofMillis(millis))),
        "set cleanup.policy=compact if the table has a key, or retention.ms=-1 and"
            + " retention.bytes=-1; or bootstrap: accept-partial");
  }

  private static String words(Duration age) {
    return age.toDays() > 1 ? age.toDays() + " days" : age.toMinutes() + " minutes";
  }

  /** What a job without state would find. */
  private void gaps(PipelineConfig config) throws Unreachable {
    try {
      for (String gap : BootstrapCheck.gaps(config)) {
        findings.problem(
            "topic " + gap,
            "so that a job without state refuses to start",
            "start it from a savepoint; or have the connector take a new snapshot into new topics;"
                + " or set bootstrap: accept-partial");
      }
    } catch (KafkaException | IllegalStateException e) {
      throw new Unreachable(
          "topics cannot be read: %s; grant our user Read on them".formatted(KafkaTrouble.of(e)));
    }
  }

  private void history(String name) throws Unreachable {
    Optional<KafkaTopic> topic = read(name);
    if (topic.isEmpty()) {
      return;
    }
    String about = "topic " + name;
    if (topic.get().isCompacted()) {
      findings.problem(
          about,
          "is compacted, and all records of the schema history have one key",
          "set cleanup.policy=delete and retention.ms=-1");
    } else if (topic.get().isDeletedFrom()) {
      findings.problem(
          about,
          "forgets the schema history",
          "set retention.ms=-1 and retention.bytes=-1, then SELECT tributary.publish_schema()");
    }
    if (topic.get().partitions() > 1) {
      findings.warning(
          about,
          "has %d partitions, whose order ends when there are more"
              .formatted(topic.get().partitions()),
          "create it again with one, then SELECT tributary.publish_schema()");
    }
  }
}
