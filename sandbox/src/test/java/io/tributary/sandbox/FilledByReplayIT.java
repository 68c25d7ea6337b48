package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.config.PipelineConfig;
import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.ColumnType;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.FeatureRollupJob;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.testing.DebeziumJson;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestKafka;
import io.tributary.testing.TestRedis;
import io.tributary.tools.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/**
 * A row of an incremental snapshot that the job refused keeps what is new away until it is
 * replayed.
 */
@Timeout(240)
class FilledByReplayIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofSeconds(45);
  private static final String KEPT = "clicks: { count: true, over: [lifetime] }";
  private static final String MORE = KEPT + ", spend: { sum: value, over: [lifetime] }";

  private static final Rows EVENTS =
      Rows.of("public.events")
          .column("id", ColumnType.Kind.BIGINT)
          .column("user_id", ColumnType.Kind.BIGINT)
          .column("at", ColumnType.Kind.TIMESTAMPTZ)
          .column("value", ColumnType.Kind.TEXT)
          .key("id");
  private static final Rows HEARTBEAT =
      Rows.of("tributary.heartbeat").column("id", ColumnType.Kind.INTEGER).key("id");

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);
  @RegisterExtension static final TestKafka KAFKA = new TestKafka();
  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @TempDir Path directory;

  private int commits;

  @Test
  void endsFillingOnceTheRefusedRowIsReplayed() throws Exception {
    Map<String, Object> server = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    try (Admin admin = Admin.create(server);
        KafkaProducer<byte[], byte[]> kafka =
            new KafkaProducer<>(server, new ByteArraySerializer(), new ByteArraySerializer());
        RedisConnection redis = RedisConnection.open(RedisAddress.parse(REDIS.url()))) {
      create(admin, "app.public.events");
      create(admin, "app.tributary.heartbeat");
      create(admin, "letters");
      create(admin, ReplayHeaders.topic("letters"));
      write(kafka, row(EVENTS.read(lsn()), 1, "1.5"), row(EVENTS.read(lsn()), 2, "2.5"));
      write(kafka, HEARTBEAT.read(lsn()).set("id", 1));

      JobClient job = start(KEPT, "text", null);
      awaitFields(redis, Map.of("clicks_lifetime", "2"));
      String savepoint = stop(job);

      // Whoever wrote the file took the column for an integer.
      job = start(MORE, "integer", savepoint);
      write(kafka, row(EVENTS.read(lsn()).incremental(), 1, "1.5"));
      write(kafka, row(EVENTS.insert(lsn()), 3, null), HEARTBEAT.update(lsn()).set("id", 1));
      awaitFields(redis, Map.of("clicks_lifetime", "3"));
      awaitLetters("integer", 1);
      assertThat(filling(redis)).isEqualTo("[\"spend_lifetime\"]");
      savepoint = stop(job);

      job = start(MORE, "numeric", savepoint);
      write(kafka, row(EVENTS.read(lsn()).incremental(), 2, "2.5"));
      write(kafka, row(EVENTS.insert(lsn()), 4, "4"), HEARTBEAT.update(lsn()).set("id", 1));
      awaitFields(redis, Map.of("clicks_lifetime", "4"));
      assertThat(filling(redis)).isEqualTo("[\"spend_lifetime\"]");

      assertThat(dlq("numeric", "replay")).contains("replayed: 1");
      awaitFields(redis, Map.of("clicks_lifetime", "4", "spend_lifetime", "8"));
      await()
          .atMost(SOON)
          .until(
              () -> {
                write(kafka, HEARTBEAT.update(lsn()).set("id", 1));
                return filling(redis) == null;
              });
      job.cancel().get();
    }
  }

  private static void create(Admin admin, String topic) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
  }

  private String lsn() {
    return "0/" + Integer.toHexString(0x100 * ++commits);
  }

  private static RowChange row(RowChange change, long id, @Nullable String value) {
    return change
        .set("id", id)
        .set("user_id", 7)
        .set("at", "2026-01-01T12:00:00Z")
        .set("value", value);
  }

  private static void write(KafkaProducer<byte[], byte[]> kafka, RowChange... changes)
      throws Exception {
    for (RowChange change : changes) {
      String topic = "app." + change.event().table();
      RawRecord record = DebeziumJson.record(change.event(), new Origin(topic, 0, 0));
      kafka.send(new ProducerRecord<>(topic, record.key(), record.value())).get();
    }
  }

  private JobClient start(String features, String type, @Nullable String savepoint)
      throws Exception {
    PipelineConfig config = PipelineConfig.load(pipeline(features, type));
    Configuration flink = new Configuration();
    flink.setString("execution.checkpointing.interval", "300 ms");
    if (savepoint != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.getExecutionEnvironment(flink));
    env.setParallelism(1);
    FeatureRollupJob.define(env, config, Ports.of(config, Jobs.FEATURES));
    return env.executeAsync(Jobs.FEATURES);
  }

  private String stop(JobClient job) throws Exception {
    String target = directory.resolve("savepoints").toUri().toString();
    return job.stopWithSavepoint(false, target, SavepointFormatType.CANONICAL).get();
  }

  private static void awaitFields(RedisConnection redis, Map<String, String> expected) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Map<String, String> hash = redis.call(COMMANDS.hgetAll("feature:spending:7"));
              hash.keySet().removeIf(field -> field.startsWith("_"));
              assertThat(hash).isEqualTo(expected);
            });
  }

  private static @Nullable String filling(RedisConnection redis) {
    return redis.call(COMMANDS.hget("feature:spending", "filling"));
  }

  private void awaitLetters(String type, int count) {
    await().atMost(SOON).until(() -> records(dlq(type, "list", "--json")) == count);
  }

  private static int records(String json) throws Exception {
    return new JsonMapper().readTree(json).path("records").asInt();
  }

  private String dlq(String type, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 3];
    all[0] = "dlq";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--pipeline";
    all[all.length - 1] = pipeline(MORE, type).toString();
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    int exit = TributaryCommand.commandLine().setOut(writer).setErr(writer).execute(all);
    assertThat(exit).as(said.toString()).isZero();
    return said.toString();
  }

  private Path pipeline(String features, String type) throws Exception {
    return Files.writeString(
        directory.resolve("pipeline.yaml"),
        """
        version: 1
        source:
          kafka:
            bootstrap-servers: "%s"
            topic-prefix: app
            properties: { partition.discovery.interval.ms: "200" }
        redis: { url: "%s" }
        tables:
          tributary.heartbeat: { key: [id], columns: { id: integer } }
          public.events:
            key: [id]
            columns: { id: bigint, user_id: bigint, at: timestamptz, value: %s }
        dead-letters: { topic: letters }
        rollups:
          spending: { from: public.events, entity: user_id, event-time: at, features: { %s } }
        """
            .formatted(KAFKA.bootstrapServers(), REDIS.url(), type, features));
  }
}
