package io.tributary.tools.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.testing.RowChange;
import io.tributary.testing.TestKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a running job on a real broker, listed, shown and replayed by the command. */
@Timeout(240)
class ReplayIT {

  private static final String UNDECLARED = "{ key: [id] }";
  private static final String DECLARED = "{ key: [id], columns: { id: bigint, name: text } }";

  @RegisterExtension static final TestKafka KAFKA = new TestKafka();

  @TempDir static Path directory;

  private RefusingJob running;

  @BeforeEach
  void open() {
    running = new RefusingJob(KAFKA.bootstrapServers(), directory);
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void replaysWhatWasRefusedOnceItsCauseIsRemoved() throws Exception {
    running.create(running.topic);
    JobClient job = running.start(UNDECLARED, null);
    running.write(running.users.insert("0/100").set("id", 1).set("name", "a"));
    running.write(running.users.update("0/200").set("id", 1).set("name", "b"));
    running.write(running.users.read("0/210").set("id", 2).set("name", "c"));
    running.write(running.users.insert("0/220").set("id", 3).set("name", "old"));
    running.awaitRecords(UNDECLARED, 4);

    job = running.restart(job, DECLARED);
    running.write(running.users.update("0/300").set("id", 3).set("name", "new"));
    running.transitions.await(made -> made.size() == 1);
    running.awaitCheckpoint();

    Run dry = running.dlq(DECLARED, "replay", "--dry-run", "--json");
    assertThat(dry.exit()).as(dry.err()).isEqualTo(1);
    assertThat(dry.json().path("written").asInt()).isEqualTo(3);
    assertThat(running.dlq(DECLARED, "list", "--json").json().path("pending").asInt()).isEqualTo(4);

    Run replay = running.dlq(DECLARED, "replay");
    assertThat(replay.exit()).as(replay.err()).isEqualTo(1);
    assertThat(replay.out())
        .contains(
            "replayed: 3", "left alone: 1", running.topic + "/0@3", "superseded", "at offset 4");
    List<RowTransition> made = running.transitions.await(all -> all.size() == 4);
    assertThat(of(made, 1)).extracting(RowTransition::op).containsExactly(Op.CREATE, Op.UPDATE);
    assertThat(Objects.requireNonNull(of(made, 1).get(1).before()).value("name")).isEqualTo("a");
    assertThat(of(made, 2))
        .extracting(it -> it.origin().toString())
        .containsExactly(running.topic + "/0@2");

    assertThat(running.dlq(DECLARED, "replay").out()).contains("replayed: 0", "replayed before: 3");

    Run forced = running.dlq(DECLARED, "replay", "--force", "--rate", "100/s");
    assertThat(forced.exit()).as(forced.err()).isZero();
    running.write(running.users.update("0/400").set("id", 3).set("name", "newest"));
    made = running.transitions.await(all -> all.size() == 5);
    assertThat(of(made, 3))
        .extracting(it -> Objects.requireNonNull(it.after()).value("name"))
        .containsExactly("new", "newest");
    job.cancel().get();
  }

  @Test
  void tellsARecordThatIsRefusedAgainByItsFirstOrigin() throws Exception {
    running.create(running.topic);
    JobClient job = running.start(DECLARED, null);
    running.write("{\"id\":4}", "{\"secret\":");
    running.awaitRecords(DECLARED, 1);
    running.awaitCheckpoint();
    assertThat(running.dlq(DECLARED, "replay").exit()).isZero();
    await()
        .atMost(RefusingJob.SOON)
        .until(() -> running.dlq(DECLARED, "list").out().contains("rejected again"));
    Run shown = running.dlq(DECLARED, "show", running.topic + "/0@0", "--decrypt", "--json");
    assertThat(shown.exit()).as(shown.err()).isZero();
    JsonNode json = shown.json();
    assertThat(json.path("all")).hasSize(2);
    assertThat(json.path("all").path(1).path("letter").path("attempt").asInt()).isEqualTo(1);
    assertThat(json.path("record").path("value").asText()).isEqualTo("{\"secret\":");
    assertThat(json.path("record").path("key").asText()).isEqualTo("{\"id\":4}");
    assertThat(json.path("record").path("headers")).isEmpty();
    assertThat(running.dlq(DECLARED, "show", running.topic + "/0@0").out())
        .doesNotContain("secret");
    assertThat(running.dlq(DECLARED, "replay", "--dry-run").out()).contains("would replay: 1");
    job.cancel().get();
  }

  @Test
  void leavesAloneWhatItsTopicNoLongerReachesBackTo() throws Exception {
    running.create(running.topic);
    running.create(running.deadLetterTopic());
    RowChange refused = running.users.insert("0/100").set("id", 1).set("name", "a");
    running.write(refused);
    running.write(running.users.insert("0/200").set("id", 2).set("name", "b"));
    running.writeLetter(0, refused);
    running.deleteBefore(1);
    JobClient job = running.start(DECLARED, null);
    running.transitions.await(made -> made.size() == 1);

    Run replay = running.dlq(DECLARED, "replay", "--json", "--offset", "0-0");
    assertThat(replay.exit()).isEqualTo(1);
    assertThat(replay.json().path("outcomes").path("expired").asInt()).isEqualTo(1);
    assertThat(running.dlq(DECLARED, "replay", "--offset", "0", "--force").exit()).isZero();
    assertThat(of(running.transitions.await(made -> made.size() == 2), 1)).hasSize(1);
    job.cancel().get();
  }

  @Test
  void replaysNothingOfAFormerEpoch() throws Exception {
    running.create(running.topic);
    running.create(running.deadLetterTopic());
    RowChange old = running.users.insert("0/900").set("id", 1).set("name", "of the old database");
    running.write(old);
    running.writeLetter(0, old);
    running.deleteBefore(1);
    running.epoch = 1;
    JobClient job = running.start(UNDECLARED, null);
    running.write(running.users.insert("0/100").set("id", 2).set("name", "of the new one"));
    running.awaitRecords(UNDECLARED, 2);
    job = running.restart(job, DECLARED);
    // What the job before it has committed is not all that counts.
    await().atMost(RefusingJob.SOON).until(this::nothingWaitsForACheckpoint);

    Run forced = running.dlq(DECLARED, "replay", "--force", "--json");
    assertThat(forced.exit()).as(forced.err()).isEqualTo(1);
    assertThat(forced.json().path("written").asInt()).isEqualTo(1);
    assertThat(forced.json().path("records").findValuesAsText("why"))
        .contains("")
        .anyMatch(why -> why.contains("epoch 0, and this is 1"));
    assertThat(forced.json().path("outcomes").path("superseded").asInt()).isEqualTo(1);
    List<RowTransition> made = running.transitions.await(all -> all.size() == 1);
    assertThat(of(made, 2)).extracting(it -> it.position().epoch()).containsExactly(1);
    job.cancel().get();
  }

  /** A TRUNCATE needs no columns, so that it is taken where the rows around it are refused. */
  @Test
  void replaysRowsOnTheirSideOfATruncateAndKeyChangesWhole() throws Exception {
    running.create(running.topic);
    JobClient job = running.start(UNDECLARED, null);
    running.write(running.users.insert("0/100").set("id", 1).set("name", "ended"));
    running.write(running.users.truncate("0/200"));
    running.write(running.users.insert("0/300").set("id", 2).set("name", "moved"));
    running.write(running.users.delete("0/400").was("id", 2).linkedTo(running.users.keyOf(3)));
    running.write("{\"id\":2}", null);
    running.write(
        running
            .users
            .insert("0/410")
            .set("id", 3)
            .set("name", "moved")
            .linkedTo(running.users.keyOf(2)));
    running.write(running.users.read("0/450").set("id", 4).set("name", "old"));
    running.awaitRecords(UNDECLARED, 5);
    job = running.restart(job, DECLARED);
    running.write(running.users.update("0/500").set("id", 4).set("name", "new"));
    running.transitions.await(made -> made.size() == 1);
    running.awaitCheckpoint();

    Run replay = running.dlq(DECLARED, "replay", "--force", "--json");
    assertThat(replay.exit()).as(replay.err()).isZero();
    assertThat(replay.json().path("written").asInt()).isEqualTo(5);
    running.write(running.users.insert("0/600").set("id", 5));
    List<RowTransition> made =
        running.transitions.await(all -> !of(all, 5).isEmpty() && !of(all, 3).isEmpty());
    assertThat(of(made, 1)).as("below the TRUNCATE").isEmpty();
    assertThat(of(made, 2)).extracting(RowTransition::op).containsExactly(Op.CREATE, Op.DELETE);
    assertThat(names(made, 3)).containsExactly("moved");
    assertThat(names(made, 4)).containsExactly("new");
    job.cancel().get();
  }

  private static List<Object> names(List<RowTransition> made, long id) {
    return of(made, id).stream()
        .map(it -> Objects.requireNonNull(it.after()).value("name"))
        .map(name -> Objects.requireNonNull(name))
        .toList();
  }

  private boolean nothingWaitsForACheckpoint() throws Exception {
    JsonNode dry = running.dlq(DECLARED, "replay", "--dry-run", "--json").json();
    return dry.path("outcomes").path("not-checkpointed").asInt() == 0;
  }

  private static List<RowTransition> of(List<RowTransition> made, long id) {
    return made.stream()
        .filter(it -> Objects.requireNonNull(it.key()).text().equals(Long.toString(id)))
        .toList();
  }
}
