package io.tributary.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.rollup.FeatureRollupJob;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.runtime.tables.SourceCatalog;
import io.tributary.stack.ConnectWorker;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import io.tributary.stack.RedisServer;
import io.tributary.tools.verify.Difference;
import io.tributary.tools.verify.FeatureVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The rollups of one pipeline, which change, over the sandbox's tables in a real database, with a
 * connector that can be sent signals.
 */
final class ChangingPipeline implements AutoCloseable {

  private static final TableId EVENTS = new TableId("public", "personalization_events");
  private static final TableId PROFILES = new TableId("public", "user_profile");
  private static final TableId CONSENTS = new TableId("public", "consent_log");
  private static final TableId VISITS = new TableId("public", "visits");

  private static final String PARTITIONED =
      """
      CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint, at timestamptz) PARTITION BY RANGE (id);
      CREATE TABLE visits_low PARTITION OF visits FOR VALUES FROM (MINVALUE) TO (1000);
      CREATE TABLE visits_high PARTITION OF visits FOR VALUES FROM (1000) TO (MAXVALUE);
      """;

  private final Path directory;
  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final ConnectWorker connect;
  private final RedisServer redis;
  private final SourceDatabase database;
  private final SignalledConnector connector;
  private @Nullable PipelineConfig config;
  private @Nullable JobClient job;
  private @Nullable String savepoint;
  private @Nullable Admin admin;

  private ChangingPipeline(Path directory) {
    this.directory = directory;
    postgres = PostgresServer.in(directory.resolve("postgres"));
    kafka = KafkaBroker.in(directory.resolve("kafka"));
    connect = ConnectWorker.in(directory.resolve("connect"), kafka);
    redis = RedisServer.in(directory.resolve("redis"));
    database = new SourceDatabase(postgres);
    connector = new SignalledConnector(postgres, database, kafka, connect);
  }

  /** Starts everything but the job; the tables are empty. */
  static ChangingPipeline start(Path directory) throws Exception {
    ChangingPipeline pipeline = new ChangingPipeline(directory);
    pipeline.start();
    return pipeline;
  }

  private void start() throws Exception {
    postgres.start();
    kafka.start();
    connect.start();
    redis.start();
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    connector.createTopic(admin);
    postgres.createDatabase(SourceDatabase.NAME);
    database.createWorkloadTables();
    connector.createTable();
    database.execute(PARTITIONED);
    database.publish(Set.of(EVENTS, PROFILES, CONSENTS, VISITS, SignalledConnector.SIGNALS));
    database.execute("ALTER PUBLICATION tributary SET (publish_via_partition_root = true)");
    database.writeSchemaHistory();
  }

  SourceDatabase database() {
    return database;
  }

  /** Sends the signal that a changed rollup asks for. */
  void sendSignal() throws Exception {
    connector.signal(directory.resolve("pipeline.yaml"), "engagement");
  }

  SignalledConnector connector() {
    return connector;
  }

  RedisConnection redis() {
    return RedisConnection.open(RedisAddress.parse(redis.url()));
  }

  /** Writes the pipeline's file with these rollups and starts the job, from its savepoint. */
  void run(String rollups, int parallelism) throws Exception {
    config = PipelineConfig.load(file(rollups));
    if (savepoint == null) {
      connector.start(config, described(config));
    }
    Configuration flink = new Configuration();
    flink.setString("state.backend.type", "rocksdb");
    flink.setString("execution.checkpointing.interval", "500 ms");
    flink.setString("execution.checkpointing.storage", "filesystem");
    flink.setString("execution.checkpointing.dir", directory.resolve("checkpoints").toUri() + "");
    flink.setString("restart-strategy.type", "fixed-delay");
    flink.setString("restart-strategy.fixed-delay.attempts", "1000");
    flink.setString("restart-strategy.fixed-delay.delay", "100 ms");
    if (savepoint != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.getExecutionEnvironment(flink));
    env.setParallelism(parallelism);
    FeatureRollupJob.define(env, config, Ports.of(config, Jobs.FEATURES));
    job = env.executeAsync(Jobs.FEATURES);
  }

  private static Map<TableId, TableDescription> described(PipelineConfig config) {
    Map<TableId, TableDescription> tables = new HashMap<>(SourceCatalog.describe(config));
    tables.keySet().retainAll(config.tables().keySet());
    return tables;
  }

  private Path file(String rollups) throws Exception {
    return Files.writeString(
        directory.resolve("pipeline.yaml"),
        """
        version: 1
        source: { kafka: { bootstrap-servers: "%s", topic-prefix: app, group-id: tributary } }
        database: { url: "%s", user: "%s", password: "%s" }
        redis: { url: "%s" }
        tables:
          public.personalization_events: {}
          public.user_profile: {}
          public.consent_log: {}
          public.visits: {}
        rollups:
        %s
        """
            .formatted(
                kafka.bootstrapServers(),
                postgres.jdbcUrl(SourceDatabase.NAME),
                postgres.user(),
                postgres.password(),
                redis.url(),
                rollups.indent(2)));
  }

  void stopWithSavepoint() throws Exception {
    savepoint =
        Objects.requireNonNull(job)
            .stopWithSavepoint(
                false,
                directory.resolve("savepoints").toUri().toString(),
                SavepointFormatType.CANONICAL)
            .get();
    job = null;
  }

  /** Brings all that was committed through the job, and stops time. */
  void settle() throws Exception {
    PipelineConfig present = Objects.requireNonNull(config);
    var source = Objects.requireNonNull(present.source().kafka());
    Set<String> tables = Set.of(source.topic(EVENTS), source.topic(PROFILES));
    catchUp(source.groupId(), tables).await();
    connector.pause();
    catchUp(source.groupId(), tables).awaitJobs();
    catchUp(source.groupId(), Set.of(source.topic(TableId.HEARTBEAT))).awaitJobs();
  }

  private CatchUp catchUp(String group, Set<String> topics) {
    return new CatchUp(
        database::connect,
        Connector.SLOT,
        Objects.requireNonNull(admin),
        List.of(new CatchUp.Reader(Jobs.FEATURES, group + "-" + Jobs.FEATURES, topics)));
  }

  /** What in Redis is not what SQL says. */
  List<Difference> differences() throws Exception {
    PipelineConfig present = Objects.requireNonNull(config);
    try (RedisConnection features = redis();
        Connection connection = database.connect()) {
      FeatureVerifier.Result result =
          new FeatureVerifier(present, described(present), features, 20).verify(connection);
      assertThat(result.compared()).isPositive();
      return result.differences();
    }
  }

  long deadLetters() throws Exception {
    String topic = Objects.requireNonNull(config).deadLetters().topic();
    return new DeadLetterCount(Objects.requireNonNull(admin), topic).read();
  }

  @Override
  public void close() throws Exception {
    if (job != null) {
      job.cancel().get();
    }
    if (admin != null) {
      admin.close();
    }
    redis.close();
    connect.close();
    kafka.close();
    postgres.close();
  }
}
