package io.tributary.rollup.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.rollup.EngagementJob;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestKafka;
import io.tributary.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that goes on with another delivery, with a topic more or less, or with another Redis. */
@Timeout(240)
class ChangedDeliveryIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXACTLY_ONCE = "feature-topics: {delivery: exactly-once}";
  private static final String AT_LEAST_ONCE = "";
  private static final int USERS = 5;

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);
  @RegisterExtension static final TestKafka KAFKA = new TestKafka();
  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @TempDir Path savepoints;

  private int clicks;

  @Test
  void losesNothingWhenDeliveryChangesBackAndForth() throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url());
        TopicReader<String> committed = reader("switched")) {
      for (String delivery : List.of(AT_LEAST_ONCE, EXACTLY_ONCE, AT_LEAST_ONCE, EXACTLY_ONCE)) {
        start(run, "switched", delivery);
        click(run);
        run.stopWithSavepoint(savepoints);
        assertLast(committed);
      }
    }
  }

  /** Nobody ends them, as the job that goes on has no transactions. */
  @Test
  void showsAllOnceTransactionsOfAKilledJobHaveTimedOut() throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url());
        TopicReader<String> committed = reader("open")) {
      run.start(
          KAFKA.bootstrapServers(),
          "kafka-topic: open,",
          "feature-topics: {delivery: exactly-once, transaction-timeout: 5s}",
          Map.of(
              "execution.checkpointing.interval", "1 s", "execution.checkpointing.timeout", "3 s"));
      click(run);
      String savepoint = run.savepoint(savepoints);
      click(run);
      run.stop();
      run.start(
          KAFKA.bootstrapServers(),
          "kafka-topic: open,",
          AT_LEAST_ONCE,
          Map.of("execution.state-recovery.path", savepoint));
      click(run);
      assertLast(committed);
    }
  }

  @Test
  void tellsTopicsThatComeOrComeBackOfAllEntities() throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url());
        TopicReader<String> first = reader("first");
        TopicReader<String> second = reader("second")) {
      run.start(KAFKA.bootstrapServers(), "");
      click(run);
      run.stopWithSavepoint(savepoints);
      start(run, "first", EXACTLY_ONCE);
      assertLast(first);
      run.stopWithSavepoint(savepoints);
      run.start(
          KAFKA.bootstrapServers(),
          "",
          "",
          Map.of("execution.state-recovery.ignore-unclaimed-state", "true"));
      click(run);
      run.stopWithSavepoint(savepoints);
      start(run, "first", AT_LEAST_ONCE);
      assertLast(first);
      run.stopWithSavepoint(savepoints);
      start(run, "second", EXACTLY_ONCE);
      assertLast(second);
    }
  }

  private static void start(EngagementJob run, String topic, String delivery) throws Exception {
    run.start(KAFKA.bootstrapServers(), "kafka-topic: " + topic + ",", delivery, Map.of());
  }

  /** Each user clicks once more. */
  private void click(EngagementJob run) {
    for (int user = 0; user < USERS; user++) {
      run.changes.add(run.insert(clicks * USERS + user, user, "click", "0"));
    }
    clicks++;
    for (int user = 0; user < USERS; user++) {
      run.awaitFeatures(
          user, Map.of("clicks_5m", "" + clicks, "spend_1h", "0", "spend_lifetime", "0"));
    }
  }

  /** The last record of each user, as one that reads what is committed sees it, is right. */
  private void assertLast(TopicReader<String> committed) {
    Map<String, Integer> expected = new HashMap<>();
    for (int user = 0; user < USERS; user++) {
      expected.put("{\"user_id\":" + user + "}", clicks);
    }
    assertThat(last(committed.readUntil(records -> last(records).equals(expected))))
        .isEqualTo(expected);
  }

  private static Map<String, Integer> last(List<ConsumerRecord<String, String>> records) {
    Map<String, Integer> last = new HashMap<>();
    for (ConsumerRecord<String, String> record : records) {
      try {
        JsonNode value = JSON.readTree(record.value());
        last.put(record.key(), value.at("/features/clicks_5m").intValue());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return last;
  }

  private static TopicReader<String> reader(String topic) {
    return TopicReader.ofTexts(KAFKA.bootstrapServers(), topic, "read_committed");
  }
}
