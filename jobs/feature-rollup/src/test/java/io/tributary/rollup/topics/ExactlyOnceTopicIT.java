package io.tributary.rollup.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.config.InvalidConfigException;
import io.tributary.rollup.EngagementJob;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestKafka;
import io.tributary.testing.TestRedis;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A topic that is written exactly once, as a reader of what is committed sees it. */
@Timeout(240)
class ExactlyOnceTopicIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELIVERY = "feature-topics: {delivery: exactly-once}";

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);
  @RegisterExtension static final TestKafka KAFKA = new TestKafka();
  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @TempDir Path savepoints;

  @Test
  void showsEachStateOnceHoweverOftenTheJobIsKilled(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url());
        TopicReader<String> committed = reader("kills", "read_committed");
        TopicReader<String> all = reader("kills", "read_uncommitted")) {
      run.start(
          KAFKA.bootstrapServers(),
          "kafka-topic: kills,",
          DELIVERY,
          Map.of("execution.checkpointing.interval", "500 ms"));
      int row = 0;
      for (int kills = 0; kills < 3 || all.read().size() < committed.read().size() + 3; kills++) {
        run.awaitCheckpoint(cluster);
        for (int user = 0; user < 5; user++) {
          run.changes.add(run.insert(row++, user, "click", "0"));
        }
        run.awaitFeatures(4, features(kills + 1));
        cluster.terminateTaskManager(0).get();
        cluster.startTaskManager();
      }
      for (int user = 1; user < 5; user++) {
        run.awaitFeatures(user, features(row / 5));
      }
      for (int id = 0; id < row; id += 5) {
        run.changes.add(run.delete(id));
      }
      run.awaitGone(0);
      run.awaitCheckpoint(cluster);
      assertHistory(committed.read(), row / 5);
    }
  }

  private static void assertHistory(List<ConsumerRecord<String, String>> records, int clicks)
      throws Exception {
    Map<String, @Nullable JsonNode> last = last(records);
    assertThat(last).hasSize(5).containsEntry("{\"user_id\":0}", null);
    for (int user = 1; user < 5; user++) {
      JsonNode value = Objects.requireNonNull(last.get("{\"user_id\":" + user + "}"));
      assertThat(value.at("/features/clicks_5m").intValue()).isEqualTo(clicks);
    }
  }

  /** The last value of each key; no version comes twice or after a greater one. */
  private static Map<String, @Nullable JsonNode> last(List<ConsumerRecord<String, String>> records)
      throws Exception {
    Map<String, String> versions = new HashMap<>();
    Map<String, @Nullable JsonNode> last = new HashMap<>();
    for (ConsumerRecord<String, String> record : records) {
      JsonNode value = record.value() == null ? null : JSON.readTree(record.value());
      if (value != null) {
        String version = value.get("version").textValue();
        assertThat(version).isGreaterThan(versions.getOrDefault(record.key(), ""));
        versions.put(record.key(), version);
      }
      last.put(record.key(), value);
    }
    return last;
  }

  @Test
  void abortsWhatIsLeftOpenWhenItStartsFromASavepoint() throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url());
        TopicReader<String> committed = reader("saved", "read_committed");
        TopicReader<String> all = reader("saved", "read_uncommitted")) {
      Map<String, String> seldom = Map.of("execution.checkpointing.interval", "4 min");
      run.start(KAFKA.bootstrapServers(), "kafka-topic: saved,", DELIVERY, seldom);
      run.changes.add(run.insert(1, 7, "click", "0"), run.insert(2, 8, "click", "0"));
      run.awaitFeatures(7, features(1));
      String savepoint = run.savepoint(savepoints);
      run.changes.add(run.insert(3, 7, "click", "0"), run.insert(4, 8, "click", "0"));
      run.awaitFeatures(7, features(2));
      all.readUntil(records -> has(records, 2));
      run.stop();
      assertThat(has(committed.read(), 2)).isFalse();

      run.start(
          KAFKA.bootstrapServers(),
          "kafka-topic: saved,",
          DELIVERY,
          Map.of("execution.state-recovery.path", savepoint));
      run.changes.add(run.insert(5, 7, "click", "0"), run.insert(6, 8, "click", "0"));

      assertThat(last(committed.readUntil(records -> has(records, 3)))).hasSize(2);
    }
  }

  private static boolean has(List<ConsumerRecord<String, String>> records, int clicks) {
    String key = "{\"user_id\":7}";
    String value = "\"clicks_5m\":" + clicks + ",";
    return records.stream()
        .anyMatch(record -> record.key().equals(key) && ("" + record.value()).contains(value));
  }

  @Test
  void doesNotStartWithTransactionsThatWouldExpire() throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url())) {
      assertThatThrownBy(() -> start(run, "10m"))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining(
              "feature-topics.transaction-timeout: is 10m, and a transaction can be open for"
                  + " 10m0.2s");
      assertThatThrownBy(() -> start(run, "61m"))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("feature-topics.transaction-timeout: of 1h1m is refused")
          .hasMessageContaining("transaction.max.timeout.ms");
    }
  }

  private static void start(EngagementJob run, String timeout) throws Exception {
    run.start(
        KAFKA.bootstrapServers(),
        "kafka-topic: refused,",
        "feature-topics: {delivery: exactly-once, transaction-timeout: %s}".formatted(timeout),
        Map.of());
  }

  private static TopicReader<String> reader(String topic, String isolation) {
    return TopicReader.ofTexts(KAFKA.bootstrapServers(), topic, isolation);
  }

  private static Map<String, String> features(int clicks) {
    return Map.of("clicks_5m", "" + clicks, "spend_1h", "0", "spend_lifetime", "0");
  }
}
