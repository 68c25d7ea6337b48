package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a job without state may start on, with a real broker. */
@Timeout(240)
class BootstrapIT {

  @RegisterExtension static final KafkaTopics kafka = new KafkaTopics();

  @TempDir Path directory;
  private final UsersJob job = new UsersJob(kafka.bootstrapServers());
  private final String topic = job.topic;
  private final String heartbeats = job.heartbeats;
  private final Rows users = job.users;
  private final Rows heartbeat = job.heartbeat;

  @BeforeEach
  void lookBeforeItStarts() {
    job.bootstrap = "require-snapshot";
  }

  @AfterEach
  void stopJob() throws Exception {
    job.close();
  }

  @Test
  void readsFromASnapshotOn() throws Exception {
    kafka.create(topic, 3);
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.write(topic, users.insert("0/20").set("id", 2));
    job.start();
    awaitTransitions(2);
  }

  @Test
  void refusesOnceAndWritesNothingWhereTheSnapshotHasExpired() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.write(topic, users.read("0/10").set("id", 2));
    kafka.expire(topic, 0, 1);
    isRefused(
        topic + ", partition 0: the records before offset 1 are gone", "bootstrap: accept-partial");
  }

  @Test
  void refusesWhereEverythingHasExpired() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.expire(topic, 0, 1);
    isRefused("the records before offset 1 are gone");
  }

  @Test
  void refusesATopicThatWasMadeAnewWithoutASnapshot() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.update("0/90").set("id", 1));
    isRefused(topic + ", partition 0: begins with UPDATE");
  }

  @Test
  void startsAnywhereIfThePipelineSaysSoAndKnowsNoOldImageThen() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.write(topic, users.update("0/90").set("id", 1));
    kafka.expire(topic, 0, 1);
    job.bootstrap = "accept-partial";
    job.start();
    awaitTransitions(1);
    assertThat(job.transitions.collected().get(0).before()).isNotNull();
  }

  @Test
  void takesATableForEmptyWhereTheHeartbeatWasSnapshotted() throws Exception {
    kafka.create(topic, 1);
    kafka.create(heartbeats, 1);
    kafka.write(heartbeats, heartbeat.read("0/10").set("id", 1));
    kafka.write(topic, users.insert("0/20").set("id", 1));
    job.start();
    awaitTransitions(1);
  }

  @Test
  void letsTheHeartbeatsExpire() throws Exception {
    kafka.create(topic, 1);
    kafka.create(heartbeats, 1);
    kafka.write(heartbeats, heartbeat.read("0/10").set("id", 1));
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.expire(heartbeats, 0, 1);
    job.start();
    awaitTransitions(1);
  }

  @Test
  void asksNothingOfATopicThatComesLater() throws Exception {
    job.start();
    kafka.create(topic, 1);
    kafka.write(topic, users.insert("0/20").set("id", 1));
    awaitTransitions(1);
  }

  @Test
  void continuesFromASavepointThoughTheBeginningHasExpired() throws Exception {
    kafka.create(topic, 1);
    kafka.write(topic, users.read("0/10").set("id", 1));
    job.start();
    awaitTransitions(1);
    job.stop(directory);
    kafka.expire(topic, 0, 1);
    kafka.write(topic, users.update("0/30").set("id", 1));

    job.start();
    awaitTransitions(2);
  }

  private void awaitTransitions(int count) throws Exception {
    job.transitions.await(made -> made.size() == count);
  }

  /** However often it may restart. */
  private void isRefused(String... why) throws Exception {
    job.flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    job.flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    job.flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    JobClient refused = job.start();
    AbstractThrowableAssert<?, ?> failure =
        assertThatThrownBy(() -> refused.getJobExecutionResult().get());
    for (String reason : why) {
      failure.hasStackTraceContaining(reason);
    }
    assertThat(job.transitions.collected()).isEmpty();
  }
}
