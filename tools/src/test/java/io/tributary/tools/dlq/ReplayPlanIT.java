package io.tributary.tools.dlq;

import static io.tributary.tools.dlq.RefusingJob.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testing.RowChange;
import io.tributary.testing.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which records the command leaves alone, told from a real broker's topics; no job runs. */
@Timeout(240)
class ReplayPlanIT {

  private static final String OTHER_KEY = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=";

  @RegisterExtension static final TestKafka KAFKA = new TestKafka();

  @TempDir static Path directory;

  private RefusingJob job;

  @BeforeEach
  void createTopics() throws Exception {
    job = RefusingJob.withTopics(KAFKA.bootstrapServers(), directory);
  }

  @AfterEach
  void close() {
    job.close();
  }

  @Test
  void leavesAloneWhatWasTakenAndWhatAJobReadsAgain() throws Exception {
    job.write(job.users.insert("0/100").set("id", 1));
    job.write(job.users.insert("0/200").set("id", 2));
    job.write(job.users.insert("0/300").set("id", 3));
    job.writeLetter("ANY", "rollup", "early", 0);
    job.writeLetter("ANY", "decode", "late", 1);
    job.writeLetter("ANY", "decode", "new", 2);
    job.commit("late", 1);

    Run replay = job.dlq(USERS, "replay", "--json");
    assertThat(replay.exit()).as(replay.err()).isEqualTo(1);
    assertThat(replay.json().path("records").findValuesAsText("outcome"))
        .containsExactly("taken", "not-checkpointed", "not-checkpointed");
    assertThat(replay.json().path("records").path(2).path("why").asText())
        .startsWith("new has committed no offset of its partition");
    job.commit("new", 3);
    assertThat(job.dlq(USERS, "replay", "--dry-run", "--offset", "2").out())
        .contains("would replay: 1");
  }

  @Test
  void takesATombstoneForLaterOnlyWhereItIsTheDeletion() throws Exception {
    job.write("{\"id\":1}", "{");
    job.write("{\"id\":1}", null);
    job.writeLetter("ANY", "decode", "early", 0);
    job.commit("early", 2);

    Run envelopes = job.dlq(USERS, "replay", "--dry-run");
    assertThat(envelopes.out()).as(envelopes.err()).contains("would replay: 1");
    job.format = "{ records: flattened, deletes: tombstone }";
    Run flattened = job.dlq(USERS, "replay", "--dry-run");
    assertThat(flattened.out())
        .as(flattened.err())
        .contains("would replay: 0", "superseded", "a later record of its key was taken");
  }

  @Test
  void saysWhatKeepsEvenForceFromReplayingWhatItsTopicNoLongerHas() throws Exception {
    RowChange change = job.users.insert("0/100").set("id", 1);
    job.write(change);
    job.write(change);
    job.writeLetter("ANY", "decode", "early", 0);
    job.writeLetter(1, change);
    job.deleteBefore(2);

    assertThat(job.dlq(USERS, "replay", "--force", "--dry-run").out())
        .contains("would replay: 1", "left alone: 1", "no letter carries the record");
    job.key = OTHER_KEY;
    Run wrongKey = job.dlq(USERS, "replay", "--force", "--dry-run");
    assertThat(wrongKey.exit()).isEqualTo(1);
    assertThat(wrongKey.out())
        .contains("would replay: 0", "cannot be decrypted with key d1: another key, or altered");
  }

  @Test
  void filters() throws Exception {
    job.writeLetter("ANY", "decode", "early", 0);
    job.writeLetter("MALFORMED_JSON", "decode", "late", 1);
    assertThat(found("--code", "MALFORMED_JSON")).isEqualTo(1);
    assertThat(found("--table", "public.users")).isEqualTo(2);
    assertThat(found("--table", "public.orders")).isZero();
    assertThat(found("--stage", "rollup")).isZero();
    assertThat(found("--job", "late")).isEqualTo(1);
    assertThat(found("--since", "1h")).isEqualTo(2);
    assertThat(found("--until", "1h")).isZero();
    assertThat(found("--partition", "0", "--offset", "1-")).isEqualTo(1);
    assertThat(job.dlq(USERS, "list", "--since", "soon").exit()).isEqualTo(2);
    assertThat(job.dlq(USERS, "show", "none/0@0").exit()).isEqualTo(1);
  }

  private int found(String... filter) throws Exception {
    String[] arguments = new String[filter.length + 2];
    arguments[0] = "list";
    arguments[1] = "--json";
    System.arraycopy(filter, 0, arguments, 2, filter.length);
    return job.dlq(USERS, arguments).json().path("records").asInt(-1);
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
    Run ran = Run.of("dlq", "list", "--pipeline", file.toString());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("cannot use Kafka");
  }
}
