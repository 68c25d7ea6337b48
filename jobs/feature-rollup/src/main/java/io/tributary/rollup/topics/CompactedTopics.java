package io.tributary.rollup.topics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Topics that keep the last record of each key. */
final class CompactedTopics {

  private CompactedTopics() {}

  /**
   * Creates those that do not exist, with the cluster's number of partitions and replicas. One that
   * exists is left as it is.
   *
   * @throws IllegalStateException if the cluster cannot be reached or refuses
   */
  static void create(Properties kafka, Collection<String> topics) {
    List<NewTopic> wanted =
        topics.stream()
            .distinct()
            .map(
                topic ->
                    new NewTopic(topic, Optional.empty(), Optional.empty())
                        .configs(
                            Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT)))
            .toList();
    try (Admin admin = Admin.create(kafka)) {
      admin.createTopics(wanted).values().forEach(CompactedTopics::await);
    }
  }

  private static void await(String topic, KafkaFuture<Void> created) {
    try {
      created.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic " + topic, e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(
            "cannot create topic "
                + topic
                + "; create it yourself with cleanup.policy=compact, or allow us to",
            e);
      }
    }
  }
}
