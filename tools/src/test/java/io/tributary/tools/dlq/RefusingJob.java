package io.tributary.tools.dlq;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.deadletter.EncryptedPayload;
import io.tributary.deadletter.Letter;
import io.tributary.deadletter.PayloadKey;
import io.tributary.event.DeadLetter;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowTransition;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.DebeziumJson;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A job that takes the changes of users, refuses what it cannot use, and writes to a topic of its
 * own on a broker; and the command about its dead letters.
 */
final class RefusingJob implements AutoCloseable {

  /** What the pipeline says of its table. */
  static final String USERS = "{ key: [id], columns: { id: bigint, name: text } }";

  private static final String JOB = "it";
  static final Duration SOON = Duration.ofSeconds(45);

  private final Path directory;
  private final String bootstrapServers;
  final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String prefix = "app-" + UUID.randomUUID();
  final String topic = prefix + ".public.users";
  private final TopicPartition partition = new TopicPartition(topic, 0);
  final Rows users = Rows.of("public.users").column("id", BIGINT).column("name", TEXT).key("id");
  final CollectingSink<RowTransition> transitions = new CollectingSink<>();

  /** The {@code source.epoch} of the next pipeline file. */
  int epoch;

  /** The key of its dead letters. */
  String key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  /** What its records are written in. */
  String format = "{}";

  RefusingJob(String bootstrapServers, Path directory) {
    this.bootstrapServers = bootstrapServers;
    this.directory = directory;
    Map<String, Object> server = Map.of("bootstrap.servers", bootstrapServers);
    this.admin = Admin.create(server);
    this.producer =
        new KafkaProducer<>(server, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** One whose topics of changes and of dead letters are there, and empty. */
  static RefusingJob withTopics(String bootstrapServers, Path directory) throws Exception {
    RefusingJob job = new RefusingJob(bootstrapServers, directory);
    job.create(job.topic);
    job.create(job.deadLetterTopic());
    return job;
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }

  void create(String name) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
  }

  JobClient start(String table, @Nullable String savepoint) throws Exception {
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
      stream.transitions(Map.of(users.table(), Set.of())).sinkTo(transitions).uid("transitions");
    }
    return env.executeAsync(JOB);
  }

  JobClient restart(JobClient job, String table) throws Exception {
    String target = directory.resolve(prefix).toUri().toString();
    String savepoint =
        await("until all of its tasks run")
            .ignoreExceptions()
            .until(
                () -> job.stopWithSavepoint(false, target, SavepointFormatType.CANONICAL).get(),
                any -> true);
    return start(table, savepoint);
  }

  void awaitRecords(String table, int count) {
    await()
        .atMost(SOON)
        .until(() -> dlq(table, "list", "--json").json().path("records").asInt() == count);
  }

  /** Waits until the job has a checkpoint behind everything written so far. */
  void awaitCheckpoint() {
    await().atMost(SOON).until(this::hasCommittedAll);
  }

  private boolean hasCommittedAll() throws Exception {
    var committed = admin.listConsumerGroupOffsets("tributary-" + JOB);
    OffsetAndMetadata offset = committed.partitionsToOffsetAndMetadata().get().get(partition);
    var ends = admin.listOffsets(Map.of(partition, OffsetSpec.latest()));
    return offset != null && offset.offset() == ends.partitionResult(partition).get().offset();
  }

  void write(RowChange change) throws Exception {
    RawRecord record = DebeziumJson.record(change.event(), new Origin(topic, 0, 0));
    ProducerRecord<byte[], byte[]> written =
        new ProducerRecord<>(topic, record.key(), record.value());
    record.headers().forEach(header -> written.headers().add(header.name(), header.value()));
    producer.send(written).get();
  }

  /** Writes a record, without a value if that is null. */
  void write(String key, @Nullable String value) throws Exception {
    producer.send(new ProducerRecord<>(topic, bytes(key), bytes(value))).get();
  }

  Run dlq(String table, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 3];
    all[0] = "dlq";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--pipeline";
    all[all.length - 1] = pipeline(table).toString();
    return Run.of(all);
  }

  String deadLetterTopic() {
    return prefix + ".dead-letters";
  }

  /** Commits how far a job has come, as its next checkpoint would. */
  void commit(String job, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            "tributary-" + job, Map.of(partition, new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  /** Removes the topic's first records. */
  void deleteBefore(long offset) throws Exception {
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset))).all().get();
  }

  /** Writes a letter about a record of the topic as a job of that name would. */
  void writeLetter(String code, String stage, String job, long offset) throws Exception {
    Origin origin = new Origin(topic, 0, offset);
    writeLetter(new Letter(DeadLetter.of(code, stage, "public.users", 0, origin, "any"), job));
  }

  /** Writes a letter that carries its record, sealed. */
  void writeLetter(long offset, RowChange change) throws Exception {
    Origin origin = new Origin(topic, 0, offset);
    RawRecord record = DebeziumJson.record(change.event(), origin);
    DeadLetter what =
        DeadLetter.of("ANY", "decode", "public.users", 0, origin, "any")
            .carrying(new EncryptedPayload(PayloadKey.of("d1", key)).of(record), 0);
    writeLetter(new Letter(what, JOB));
  }

  private void writeLetter(Letter letter) throws Exception {
    producer.send(new ProducerRecord<>(deadLetterTopic(), letter.key(), letter.value())).get();
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  Path pipeline(String table) throws Exception {
    return Files.writeString(
        directory.resolve(prefix + ".yaml"),
        """
        version: 1
        bootstrap: accept-partial
        source:
          epoch: %d
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: "%s"
            properties: { partition.discovery.interval.ms: "200" }
            format: %s
        tables: { public.users: %s }
        dead-letters:
          topic: "%s.dead-letters"
          fail-above: 100%%
          payload: encrypted
          encryption: { current: d1, keys: { d1: "%s" } }
        """
            .formatted(epoch, bootstrapServers, prefix, format, table, prefix, key));
  }
}
