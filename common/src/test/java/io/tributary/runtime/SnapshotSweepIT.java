package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.event.Lsn;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.runtime.kafka.KafkaTopics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that the snapshot of a new slot no longer shows, with a real broker. */
@Timeout(240)
class SnapshotSweepIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration A_WHILE = Duration.ofSeconds(4);

  @RegisterExtension static final KafkaTopics kafka = new KafkaTopics();

  private final UsersJob job = new UsersJob(kafka.bootstrapServers());
  private long lsn = 0x400;

  /** Two rows; then a new slot, whose snapshot shows the one and then, late, a third. */
  @BeforeEach
  void readTwoSnapshots() throws Exception {
    kafka.create(job.topic, 2);
    kafka.create(job.heartbeats, 1);
    kafka.create(job.offsets, 1);
    store(0x100);
    kafka.write(job.topic, job.users.read("0/100").set("id", 1));
    kafka.write(job.topic, job.users.read("0/100").set("id", 2));
    kafka.write(job.topic, job.users.read("0/300").set("id", 1));
    kafka.write(job.heartbeats, job.heartbeat.read("0/300").set("id", 1));
  }

  @AfterEach
  void stopJob() throws Exception {
    job.close();
  }

  @Test
  void deletesThemOnceAllRowsOfTheSnapshotAreKnownToHaveBeenApplied() throws Exception {
    job.start();
    await().during(A_WHILE).atMost(SOON).until(() -> beats() && deleted().isEmpty());
    kafka.write(job.topic, job.users.read("0/300").set("id", 3));
    store(lsn);
    await().atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> beats() && isSwept());
    assertThat(deleted())
        .extracting(it -> Objects.requireNonNull(it.key()).text())
        .containsExactly("2");
    assertThat(deleted()).extracting(RowTransition::snapshot).containsOnly(SnapshotKind.INITIAL);
  }

  @Test
  void keepsThemWhereThePipelineSaysSo() throws Exception {
    job.endUnseenRows = false;
    store(0x1000_0000);
    job.start();
    await().atMost(SOON).until(() -> beats() && job.marks.collected().size() > 2);
    await().during(A_WHILE).atMost(SOON).until(() -> beats() && deleted().isEmpty());
  }

  private boolean isSwept() {
    return !deleted().isEmpty();
  }

  private List<RowTransition> deleted() {
    return job.transitions.collected().stream().filter(it -> it.op() == Op.DELETE).toList();
  }

  private boolean beats() {
    try {
      kafka.write(job.heartbeats, job.heartbeat.update(new Lsn(++lsn).toString()).set("id", 1));
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void store(long commit) throws Exception {
    kafka.write(
        job.offsets,
        "[\"any\",{\"server\":\"" + job.prefix + "\"}]",
        "{\"lsn_commit\":" + commit + "}");
  }
}
