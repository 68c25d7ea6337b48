package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.event.Lsn;
import io.tributary.event.RowTransition;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.Rows;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Marks of a job that reads a real broker, to which the test writes as connector and worker do. */
@Timeout(240)
class KafkaFreshnessIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  @RegisterExtension static final KafkaTopics kafka = new KafkaTopics();

  private final UsersJob job = new UsersJob(kafka.bootstrapServers());
  private final String topic = job.topic;
  private final String offsets = job.offsets;
  private final Rows users = job.users;
  private final CollectingSink<RowTransition> transitions = job.transitions;
  private final CollectingSink<TableFreshness> marks = job.marks;

  @BeforeEach
  void createTopics() throws Exception {
    kafka.create(topic, 2);
    kafka.create(job.heartbeats, 1);
  }

  @AfterEach
  void stopJob() throws Exception {
    job.close();
  }

  @Test
  void isApproximateWhereNobodyTellsWhatTheConnectorHasWritten() throws Exception {
    job.start();
    kafka.write(topic, users.read("0/10").set("id", 1));
    beat("0/100", "2026-03-01T12:00:00Z");
    TableFreshness mark = marks.await(made -> !made.isEmpty()).get(0);
    assertThat(mark)
        .isEqualTo(
            new TableFreshness(
                users.table(), Instant.parse("2026-03-01T12:00:00Z").toEpochMilli(), 0x100, false));
    assertThat(transitions.collected()).hasSize(1);
  }

  @Test
  void isProvenOnceTheConnectorsOffsetIsNotBeforeTheHeartbeat() throws Exception {
    kafka.create(offsets, 3);
    store("0/f0");
    job.start();
    beat("0/100", "2026-03-01T12:00:00Z");
    await().during(A_WHILE).atMost(SOON).until(() -> marks.collected().isEmpty());
    store("0/100");
    assertThat(marks.await(made -> !made.isEmpty()).get(0))
        .extracting(TableFreshness::kind, TableFreshness::lsnText)
        .containsExactly("proven", "0/100");
  }

  @Test
  void provesNothingWhileTheConnectorReadsTheTables() throws Exception {
    kafka.create(offsets, 1);
    storeOffset("{\"lsn_commit\":99999,\"snapshot\":\"INITIAL\"}");
    job.start();
    beat("0/100", "2026-03-01T12:00:00Z");
    await().during(A_WHILE).atMost(SOON).until(() -> marks.collected().isEmpty());
  }

  @Test
  void reachesTheEndOfATopicThatEndsWithAnAbortedTransaction() throws Exception {
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.writeAborted(topic, users.insert("0/20").set("id", 1));
    kafka.writeAborted(topic, users.insert("0/20").set("id", 2));
    job.start();
    beat("0/100", "2026-03-01T12:00:00Z");
    transitions.await(made -> made.size() == 1);
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              beat("0/" + Long.toHexString(System.nanoTime()), "2026-03-01T12:00:01Z");
              return !marks.collected().isEmpty();
            });
  }

  @Test
  void doesNotTakeAnEarlierRunsOffsetsForItsOwn() throws Exception {
    kafka.write(topic, users.read("0/10").set("id", 1));
    kafka.commit(UsersJob.GROUP, topic, 2, 1);
    job.checkpointMillis = Duration.ofHours(1).toMillis();
    job.start();
    transitions.await(made -> made.size() == 1);
    beat("0/100", "2026-03-01T12:00:00Z");
    await().during(A_WHILE).atMost(SOON).until(() -> marks.collected().isEmpty());
  }

  private void beat(String lsn, String at) throws Exception {
    kafka.write(job.heartbeats, job.heartbeat.update(lsn).set("id", 1).committedAt(at));
  }

  private void store(String lsn) throws Exception {
    storeOffset("{\"lsn_commit\":%d}".formatted(Lsn.parse(lsn).value()));
  }

  private void storeOffset(String value) throws Exception {
    kafka.write(offsets, "[\"any\",{\"server\":\"" + job.prefix + "\"}]", value);
  }
}
