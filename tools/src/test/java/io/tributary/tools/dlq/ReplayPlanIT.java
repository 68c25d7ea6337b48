package io.tributary.tools.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which records the command leaves alone, told from a real broker's topics; no job runs. */
@Timeout(60)
class ReplayPlanIT {

  private static final String USERS = "{ key: [id], columns: { id: bigint, name: text } }";
  private static final String OTHER_KEY = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=";

  @TempDir static Path directory;
  private static KafkaBroker broker;

  private RefusingJob job;

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.in(directory);
    broker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void createTopics() throws Exception {
    job = new RefusingJob(broker.bootstrapServers(), directory);
    job.create(job.topic);
    job.create(job.deadLetterTopic());
  }

  @AfterEach
  void close() {
    job.close();
  }

  @Test
  void leavesAloneWhatWasTakenAndWhatAJobReadsAgain() throws Exception {
    job.write(job.users.insert("0/100").set("id", 1));
    job.write(job.users.insert("0/200").set("id", 2));
    job.writeLetter("rollup", "early", 0);
    job.writeLetter("decode", "late", 1);
    job.admin
        .alterConsumerGroupOffsets(
            "tributary-late",
            Map.of(new TopicPartition(job.topic, 0), new OffsetAndMetadata(1)))
        .all()
        .get();

    RefusingJob.Ran replay = job.dlq(USERS, "replay", "--json");
    assertThat(replay.exit()).as(replay.err()).isEqualTo(1);
    assertThat(replay.json().path("records").findValuesAsText("outcome"))
        .containsExactly("taken", "not-checkpointed");
  }

  @Test
  void takesATombstoneForLaterOnlyWhereItIsTheDeletion() throws Exception {
    job.write("{\"id\":1}", "{");
    job.write("{\"id\":1}", null);
    job.writeLetter("decode", "early", 0);

    RefusingJob.Ran envelopes = job.dlq(USERS, "replay", "--dry-run");
    assertThat(envelopes.out()).as(envelopes.err()).contains("would replay: 1");
    job.format = "{ records: flattened, deletes: tombstone }";
    RefusingJob.Ran flattened = job.dlq(USERS, "replay", "--dry-run");
    assertThat(flattened.out())
        .as(flattened.err())
        .contains("would replay: 0", "superseded", "a later record of its key was taken");
  }

  @Test
  void saysWhatKeepsEvenForceFromReplayingWhatItsTopicNoLongerHas() throws Exception {
    job.write("{\"id\":1}", "{");
    job.write("{\"id\":2}", "{");
    job.writeLetter("decode", "early", 0);
    job.writeEncryptedLetter(1, "{\"id\":2}", "{");
    job.admin
        .deleteRecords(Map.of(new TopicPartition(job.topic, 0), RecordsToDelete.beforeOffset(2)))
        .all()
        .get();

    assertThat(job.dlq(USERS, "replay", "--force", "--dry-run").out())
        .contains("would replay: 1", "left alone: 1", "no letter carries the record");
    job.key = OTHER_KEY;
    RefusingJob.Ran wrongKey = job.dlq(USERS, "replay", "--force", "--dry-run");
    assertThat(wrongKey.exit()).isEqualTo(1);
    assertThat(wrongKey.out())
        .contains("would replay: 0", "cannot be decrypted with key d1: another key, or altered");
  }

  @Test
  void saysThatKafkaCannotBeReached() throws Exception {
    Path file = directory.resolve("unreachable.yaml");
    Files.writeString(
        file,
        """
        version: 1
        source: { kafka: { bootstrap-servers: "127.0.0.1:1", topic-prefix: app,
          properties: { default.api.timeout.ms: 2000, request.timeout.ms: 1000 } } }
        tables: { public.users: {} }
        """);
    RefusingJob.Ran ran = RefusingJob.run("dlq", "list", "--pipeline", file.toString());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("cannot use Kafka");
  }
}
