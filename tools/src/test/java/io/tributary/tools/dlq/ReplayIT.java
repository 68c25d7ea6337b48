package io.tributary.tools.dlq;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.config.PipelineConfig;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowTransition;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.stack.KafkaBroker;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.DebeziumJson;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import io.tributary.tools.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a running job on a real broker, listed, shown and replayed by the command. */
@Timeout(180)
class ReplayIT {

  private static final String JOB = "it";
  private static final Duration SOON = Duration.ofSeconds(45);
  private static final String UNDECLARED = "{ key: [id] }";
  private static final String DECLARED = "{ key: [id], columns: { id: bigint, name: text } }";
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static Admin admin;
  private static KafkaProducer<byte[], byte[]> producer;

  private final String prefix = "app-" + UUID.randomUUID();
  private final String topic = prefix + ".public.users";
  private final Rows users =
      Rows.of("public.users").column("id", BIGINT).column("name", TEXT).key("id");
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();

  private record Ran(int exit, String out, String err) {
    JsonNode json() throws Exception {
      return new JsonMapper().readTree(out);
    }
  }

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.in(directory);
    broker.start();
    Map<String, Object> server = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(server);
    producer = new KafkaProducer<>(server, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stopBroker() {
    producer.close();
    admin.close();
    broker.close();
  }

  @Test
  void replaysWhatWasRefusedOnceItsCauseIsRemoved() throws Exception {
    JobClient job = start(UNDECLARED, null);
    write(users.insert("0/100").set("id", 1).set("name", "a"));
    write(users.update("0/200").set("id", 1).set("name", "b"));
    write(users.read("0/210").set("id", 2).set("name", "c"));
    write(users.insert("0/220").set("id", 3).set("name", "old"));
    awaitRecords(UNDECLARED, 4);

    job = restart(job, DECLARED);
    write(users.update("0/300").set("id", 3).set("name", "new"));
    transitions.await(made -> made.size() == 1);

    Ran dry = dlq(DECLARED, "replay", "--dry-run", "--json");
    assertThat(dry.exit()).as(dry.err()).isEqualTo(1);
    assertThat(dry.json().path("written").asInt()).isEqualTo(3);
    assertThat(dlq(DECLARED, "list", "--json").json().path("pending").asInt()).isEqualTo(4);

    Ran replay = dlq(DECLARED, "replay");
    assertThat(replay.exit()).as(replay.err()).isEqualTo(1);
    assertThat(replay.out())
        .contains("replayed: 3", "left alone: 1", topic + "/0@3", "superseded", "at offset 4");
    List<RowTransition> made = transitions.await(all -> all.size() == 4);
    assertThat(of(made, 1)).extracting(RowTransition::op).containsExactly(Op.CREATE, Op.UPDATE);
    assertThat(Objects.requireNonNull(of(made, 1).get(1).before()).value("name")).isEqualTo("a");
    assertThat(of(made, 2))
        .extracting(it -> it.origin().toString())
        .containsExactly(topic + "/0@2");

    assertThat(dlq(DECLARED, "replay").out()).contains("replayed: 0", "replayed before: 3");

    Ran forced = dlq(DECLARED, "replay", "--force", "--rate", "100/s");
    assertThat(forced.exit()).as(forced.err()).isZero();
    write(users.update("0/400").set("id", 3).set("name", "newest"));
    made = transitions.await(all -> all.size() == 5);
    assertThat(of(made, 3))
        .extracting(it -> Objects.requireNonNull(it.after()).value("name"))
        .containsExactly("new", "newest");
    job.cancel().get();
  }

  @Test
  void tellsARecordThatIsRefusedAgainByItsFirstOrigin() throws Exception {
    JobClient job = start(DECLARED, null);
    write("{\"id\":4}", "{\"secret\":");
    awaitRecords(DECLARED, 1);
    awaitCheckpoint();
    assertThat(dlq(DECLARED, "replay").exit()).isZero();
    await().atMost(SOON).until(() -> dlq(DECLARED, "list").out().contains("rejected again"));
    Ran shown = dlq(DECLARED, "show", topic + "/0@0", "--decrypt", "--json");
    assertThat(shown.exit()).as(shown.err()).isZero();
    JsonNode json = shown.json();
    assertThat(json.path("all")).hasSize(2);
    assertThat(json.path("all").path(1).path("letter").path("attempt").asInt()).isEqualTo(1);
    assertThat(json.path("record").path("value").asText()).isEqualTo("{\"secret\":");
    assertThat(json.path("record").path("key").asText()).isEqualTo("{\"id\":4}");
    assertThat(json.path("record").path("headers")).isEmpty();
    assertThat(dlq(DECLARED, "show", topic + "/0@0").out()).doesNotContain("secret");
    assertThat(dlq(DECLARED, "replay", "--dry-run").out()).contains("would replay: 1");
    job.cancel().get();
  }

  @Test
  void leavesAloneWhatItsTopicNoLongerReachesBackTo() throws Exception {
    JobClient job = start(UNDECLARED, null);
    write(users.insert("0/100").set("id", 1).set("name", "a"));
    write(users.insert("0/200").set("id", 2).set("name", "b"));
    awaitRecords(UNDECLARED, 2);
    job = restart(job, DECLARED);
    awaitCheckpoint();
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(1)))
        .all()
        .get();

    Ran replay = dlq(DECLARED, "replay", "--json", "--offset", "0-0");
    assertThat(replay.exit()).isEqualTo(1);
    assertThat(replay.json().path("outcomes").path("expired").asInt()).isEqualTo(1);
    assertThat(dlq(DECLARED, "replay", "--offset", "0", "--force").exit()).isZero();
    assertThat(transitions.await(made -> made.size() == 1)).hasSize(1);
    job.cancel().get();
  }

  @Test
  void filters() throws Exception {
    JobClient job = start(UNDECLARED, null);
    write(users.insert("0/100").set("id", 1).set("name", "a"));
    write("{\"id\":2}", "{");
    awaitRecords(UNDECLARED, 2);
    assertThat(found("--code", "MALFORMED_JSON")).isEqualTo(1);
    assertThat(found("--table", "public.users")).isEqualTo(1);
    assertThat(found("--stage", "rollup")).isZero();
    assertThat(found("--since", "1h")).isEqualTo(2);
    assertThat(found("--until", "1h")).isZero();
    assertThat(found("--partition", "0", "--offset", "1-")).isEqualTo(1);
    assertThat(dlq(UNDECLARED, "list", "--since", "soon").exit()).isEqualTo(2);
    assertThat(dlq(UNDECLARED, "show", "none/0@0").exit()).isEqualTo(1);
    job.cancel().get();
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
    Ran ran = run("dlq", "list", "--pipeline", file.toString());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("cannot use Kafka");
  }

  private int found(String... filter) throws Exception {
    String[] arguments = new String[filter.length + 2];
    arguments[0] = "list";
    arguments[1] = "--json";
    System.arraycopy(filter, 0, arguments, 2, filter.length);
    return dlq(UNDECLARED, arguments).json().path("records").asInt(-1);
  }

  private static List<RowTransition> of(List<RowTransition> made, long id) {
    return made.stream()
        .filter(it -> Objects.requireNonNull(it.key()).text().equals(Long.toString(id)))
        .toList();
  }

  private JobClient start(String table, @Nullable String savepoint) throws Exception {
    if (savepoint == null) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
    PipelineConfig config = PipelineConfig.load(pipeline(table));
    Configuration flink = new Configuration();
    if (savepoint != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    env.enableCheckpointing(200);
    JobEnvironment.prepared(env);
    try (ChangeStream stream =
        ChangeStream.open(env, config, Ports.of(config, JOB), config.tables().keySet())) {
      stream
          .transitions(Map.of(users.table(), java.util.Set.of()))
          .sinkTo(transitions)
          .uid("transitions");
    }
    return env.executeAsync(JOB);
  }

  private JobClient restart(JobClient job, String table) throws Exception {
    String savepoint =
        job.stopWithSavepoint(
                false, directory.resolve(prefix).toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    return start(table, savepoint);
  }

  private void awaitRecords(String table, int count) {
    await()
        .atMost(SOON)
        .until(() -> dlq(table, "list", "--json").json().path("records").asInt() == count);
  }

  /** Waits until the job has a checkpoint behind everything written so far. */
  private void awaitCheckpoint() {
    TopicPartition partition = new TopicPartition(topic, 0);
    await()
        .atMost(SOON)
        .until(
            () -> {
              var committed =
                  admin
                      .listConsumerGroupOffsets("tributary-" + JOB)
                      .partitionsToOffsetAndMetadata()
                      .get()
                      .get(partition);
              long end =
                  admin
                      .listOffsets(
                          Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                      .partitionResult(partition)
                      .get()
                      .offset();
              return committed != null && committed.offset() == end;
            });
  }

  private void write(RowChange change) throws Exception {
    RawRecord record = DebeziumJson.record(change.event(), new Origin(topic, 0, 0));
    producer.send(new ProducerRecord<>(topic, record.key(), record.value())).get();
  }

  private void write(String key, String value) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topic,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8)))
        .get();
  }

  private Ran dlq(String table, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 3];
    all[0] = "dlq";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--pipeline";
    all[all.length - 1] = pipeline(table).toString();
    return run(all);
  }

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        TributaryCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  private Path pipeline(String table) throws Exception {
    return Files.writeString(
        directory.resolve(prefix + ".yaml"),
        """
        version: 1
        bootstrap: accept-partial
        source:
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: "%s"
            properties: { partition.discovery.interval.ms: "200" }
        tables: { public.users: %s }
        dead-letters:
          topic: "%s.dead-letters"
          payload: encrypted
          encryption: { current: d1, keys: { d1: "%s" } }
        """
            .formatted(broker.bootstrapServers(), prefix, table, prefix, KEY));
  }
}
