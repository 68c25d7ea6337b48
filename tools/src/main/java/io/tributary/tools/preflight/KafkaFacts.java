package io.tributary.tools.preflight;

import io.tributary.config.KafkaConfig;
import io.tributary.tools.options.KafkaTrouble;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What the brokers say of themselves and of topics, as our user may see it. */
final class KafkaFacts implements AutoCloseable {

  private final Admin admin;
  private final String brokers;

  /** One that our user may not look at; it may not be there at all. */
  static final class Hidden extends Exception {

    private static final long serialVersionUID = 1L;
  }

  /** Throws {@link org.apache.kafka.common.KafkaException} where the properties are no client's. */
  KafkaFacts(KafkaConfig kafka) {
    Properties properties = new Properties();
    properties.setProperty("default.api.timeout.ms", "10000");
    properties.setProperty("request.timeout.ms", "5000");
    properties.putAll(kafka.properties());
    properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
    admin = Admin.create(properties);
    brokers = kafka.bootstrapServers();
  }

  /**
   * The cluster.
   *
   * @param brokers how many there are
   * @param mayCreate whether our user may create topics
   */
  record Cluster(String id, int brokers, boolean mayCreate) {}

  Cluster cluster() throws Unreachable {
    DescribeClusterResult cluster =
        admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
    try {
      return new Cluster(
          cluster.clusterId().get(),
          cluster.nodes().get().size(),
          allowed(cluster.authorizedOperations().get()).contains(AclOperation.CREATE));
    } catch (ExecutionException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** The settings of a broker; empty where our user may not see them. */
  Map<String, String> brokerSettings() throws Unreachable {
    try {
      String first = admin.describeCluster().nodes().get().iterator().next().idString();
      return settings(ConfigResource.Type.BROKER, Set.of(first)).getOrDefault(first, Map.of());
    } catch (ExecutionException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** A topic; empty where there is none. */
  Optional<KafkaTopic> topic(String name) throws Unreachable, Hidden {
    try {
      TopicDescription topic =
          Objects.requireNonNull(
              admin
                  .describeTopics(
                      List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                  .allTopicNames()
                  .get()
                  .get(name));
      int replicas =
          topic.partitions().stream().mapToInt(each -> each.replicas().size()).min().orElse(0);
      return Optional.of(
          new KafkaTopic(
              name,
              topic.partitions().size(),
              replicas,
              settings(ConfigResource.Type.TOPIC, Set.of(name)).getOrDefault(name, Map.of()),
              allowed(topic.authorizedOperations())));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      } else if (e.getCause() instanceof AuthorizationException) {
        throw new Hidden();
      }
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** The names of all topics that our user may see. */
  Set<String> topics() throws Unreachable {
    try {
      return admin.listTopics().names().get();
    } catch (ExecutionException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private Map<String, Map<String, String>> settings(
      ConfigResource.Type type, Collection<String> names) throws Unreachable {
    List<ConfigResource> asked =
        names.stream().map(name -> new ConfigResource(type, name)).toList();
    Map<String, Map<String, String>> settings = new HashMap<>();
    for (Map.Entry<ConfigResource, KafkaFuture<Config>> each :
        admin.describeConfigs(asked).values().entrySet()) {
      try {
        Map<String, String> values = new HashMap<>();
        for (var entry : each.getValue().get().entries()) {
          if (entry.value() != null && !entry.isSensitive()) {
            values.put(entry.name(), entry.value());
          }
        }
        settings.put(each.getKey().name(), values);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof AuthorizationException)) {
          throw unreachable(e);
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
    return settings;
  }

  /** Brokers without access control allow everything. */
  private static Set<AclOperation> allowed(@Nullable Set<AclOperation> granted) {
    return granted == null ? Set.of(AclOperation.values()) : new HashSet<>(granted);
  }

  private Unreachable unreachable(ExecutionException e) {
    return new Unreachable(
        "Kafka at %s cannot be looked at: %s; check that it is up, and bootstrap-servers and"
                .formatted(brokers, KafkaTrouble.of(e))
            + " properties (security.protocol, sasl.jaas.config)");
  }

  private static Unreachable interrupted() {
    Thread.currentThread().interrupt();
    return new Unreachable("interrupted");
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
