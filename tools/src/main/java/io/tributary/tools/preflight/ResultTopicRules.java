package io.tributary.tools.preflight;

import io.tributary.config.FeatureTopicsConfig;
import io.tributary.config.FeatureTopicsConfig.Delivery;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.deadletter.ReplayHeaders;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;

/** What the topics must be like that jobs write: dead letters, their replay, and features. */
record ResultTopicRules(KafkaFacts facts, KafkaFacts.Cluster cluster, Findings findings) {

  private static final String TIMEOUT = "transaction.max.timeout.ms";

  void look(PipelineConfig config) throws Unreachable {
    for (String letters :
        new String[] {
          config.deadLetters().topic(), ReplayHeaders.topic(config.deadLetters().topic())
        }) {
      Optional<KafkaTopic> topic = written(letters);
      if (topic.isPresent() && topic.get().isCompacted()) {
        findings.warning(
            "topic " + letters,
            "is compacted, so that only the last attempt at a record is kept",
            "set cleanup.policy=delete");
      }
    }
    TreeSet<String> features = new TreeSet<>();
    config.rollups().values().stream()
        .map(RollupConfig::kafkaTopic)
        .filter(Objects::nonNull)
        .forEach(features::add);
    for (String name : features) {
      written(name).ifPresent(this::features);
    }
    if (!features.isEmpty()) {
      transactions(config.featureTopics());
    }
  }

  private Optional<KafkaTopic> written(String name) throws Unreachable {
    String about = "topic " + name;
    try {
      Optional<KafkaTopic> topic = facts.topic(name);
      if (topic.isPresent()) {
        durable(topic.get());
        if (!topic.get().allows(AclOperation.WRITE)) {
          findings.problem(about, "may not be written by our user", "grant it Write and Describe");
        }
      } else if (!cluster.mayCreate()) {
        findings.problem(
            about,
            "is not there, and our user may not create it",
            "create it, or grant Create on the cluster");
      }
      return topic;
    } catch (KafkaFacts.Hidden e) {
      findings.problem(
          about, "may not be looked at by our user", "grant it Describe and Write on the topic");
      return Optional.empty();
    }
  }

  private void durable(KafkaTopic topic) {
    String about = "topic " + topic.name();
    long least = topic.number("min.insync.replicas", 1);
    if (least > topic.replicas()) {
      findings.problem(
          about,
          "needs %d replicas in sync and has %d, so that no write is acknowledged"
              .formatted(least, topic.replicas()),
          "lower min.insync.replicas, or give it more replicas");
    } else if (topic.replicas() == 1 && cluster.brokers() > 1) {
      findings.warning(
          about, "has one replica, which goes with its broker", "give it three replicas");
    } else if (least == 1 && topic.replicas() > 1) {
      findings.warning(
          about, "acknowledges a write that a single replica has", "set min.insync.replicas=2");
    }
  }

  private void features(KafkaTopic topic) {
    String about = "topic " + topic.name();
    if (topic.settings().isEmpty()) {
      findings.warning(about, "has settings that our user may not see", "grant it DescribeConfigs");
    } else if (!topic.isCompacted()) {
      findings.problem(
          about,
          "is not compacted, so that values that do not change expire",
          "set cleanup.policy=compact");
    } else if (topic.isDeletedFrom()) {
      findings.warning(
          about,
          "is compacted, but values that do not change expire all the same",
          "set cleanup.policy=compact alone");
    }
  }

  private void transactions(FeatureTopicsConfig topics) throws Unreachable {
    if (topics.delivery() != Delivery.EXACTLY_ONCE) {
      return;
    }
    Map<String, String> broker = facts.brokerSettings();
    String most = broker.get(TIMEOUT);
    if (most == null) {
      findings.warning(
          "Kafka " + TIMEOUT,
          "may not be seen by our user",
          "grant it DescribeConfigs on the cluster, or compare feature-topics.transaction-timeout"
              + " yourself");
    } else if (topics.transactionTimeout().toMillis() > Long.parseLong(most)) {
      findings.problem(
          "feature-topics.transaction-timeout",
          "is %d ms, and the brokers grant %s"
              .formatted(topics.transactionTimeout().toMillis(), most),
          "lower it, or raise the brokers' " + TIMEOUT);
    }
  }
}
