package io.tributary.sandbox;

import static org.awaitility.Awaitility.await;

import io.tributary.caching.CacheInvalidationJob;
import io.tributary.config.PipelineConfig;
import io.tributary.lakehouse.LakehouseSinkJob;
import io.tributary.rollup.FeatureRollupJob;
import io.tributary.runtime.JobDefinition;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The three jobs over a table of people, with all that they leave behind in one directory. */
final class CanaryRun {

  static final String HMAC_KEY = "hmac-key-of-canaries-\"Ü\"-0123456789";
  static final List<String> JOBS =
      List.of("feature-rollup", "cache-invalidation", "lakehouse-sink");

  private final Path directory;
  private final String prefix;
  private final boolean isProtected;
  private final String kafka;
  private final String redis;
  final InMemoryReporter metrics = InMemoryReporter.createWithRetainedMetrics();
  private final CanaryPeople people;

  CanaryRun(Path directory, boolean isProtected, String kafka, String redis) {
    this.directory = directory;
    this.isProtected = isProtected;
    this.prefix = isProtected ? "guarded" : "open";
    this.kafka = kafka;
    this.redis = redis;
    this.people = new CanaryPeople(prefix);
  }

  /** Every value that a rule protects, and the key of the rules. */
  List<Canary> canaries() {
    List<Canary> canaries = new ArrayList<>(people.canaries());
    canaries.add(new Canary("the key of tokens", HMAC_KEY));
    return canaries;
  }

  String topicPrefix() {
    return prefix;
  }

  String sourceTopic() {
    return prefix + ".public.people";
  }

  /**
   * Writes the changes, lets the jobs work them off and take savepoints, and cancels them.
   *
   * @param whileTheyRun what to do before the jobs clear up what a crash would have left
   */
  void run(Callable<?> whileTheyRun) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      for (String topic : List.of(sourceTopic(), prefix + ".tributary.heartbeat")) {
        NewTopic created = new NewTopic(topic, Optional.of(1), Optional.empty());
        admin.createTopics(List.of(created)).all().get();
      }
      people.write(kafka);
      List<JobClient> jobs =
          List.of(
              start(JOBS.get(0), "rocksdb", FeatureRollupJob::define),
              start(JOBS.get(1), "hashmap", CacheInvalidationJob::define),
              start(JOBS.get(2), "rocksdb", LakehouseSinkJob::define));
      for (String job : JOBS) {
        awaitCheckpoint(admin, prefix + "-" + job);
      }
      for (JobClient job : jobs) {
        String savepoints = directory.resolve("savepoints").toUri().toString();
        job.triggerSavepoint(savepoints, SavepointFormatType.CANONICAL).get();
      }
      whileTheyRun.call();
      for (JobClient job : jobs) {
        job.cancel().get();
      }
    }
  }

  private JobClient start(String name, String backend, JobDefinition job) throws Exception {
    Configuration flink = metrics.addToConfiguration(new Configuration());
    flink.setString("state.backend.type", backend);
    flink.setString("execution.checkpointing.incremental", "true");
    flink.setString("execution.checkpointing.dir", directory.resolve("checkpoints").toUri() + "");
    flink.setString("state.backend.rocksdb.localdir", directory.resolve("rocksdb") + "");
    flink.setString("state.backend.rocksdb.compression.per.level", "NO_COMPRESSION");
    flink.setString("execution.checkpointing.snapshot-compression", "false");
    flink.setString(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    flink.setString("io.tmp.dirs", directory.resolve("tmp").toString());
    flink.setString("restart-strategy.type", "none");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    env.enableCheckpointing(300);
    JobEnvironment.prepared(env);
    PipelineConfig config = config();
    job.define(env, config, Ports.of(config, name));
    return env.executeAsync(name);
  }

  private void awaitCheckpoint(Admin admin, String group) {
    TopicPartition partition = new TopicPartition(sourceTopic(), 0);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              long end =
                  admin
                      .listOffsets(Map.of(partition, OffsetSpec.latest()))
                      .partitionResult(partition)
                      .get()
                      .offset();
              @Nullable OffsetAndMetadata committed =
                  admin
                      .listConsumerGroupOffsets(group)
                      .partitionsToOffsetAndMetadata()
                      .get()
                      .get(partition);
              return committed != null && committed.offset() == end;
            });
  }

  private PipelineConfig config() {
    String rules =
        """
        pii: { email: hmac, phone: drop, name: { mask: { keep-last: 2 } }, bio: drop, notes: hmac, prefs: hmac }
        """;
    return PipelineConfig.parse(
        """
        version: 1
        bootstrap: accept-partial
        source: { kafka: { bootstrap-servers: "%s", topic-prefix: %s, group-id: %s } }
        redis: { url: "%s" }
        tables:
          tributary.heartbeat: { key: [id], columns: { id: integer, n: bigint } }
          public.people:
            key: [email]
            columns: { email: text, phone: text, name: text, bio: text, notes: "text[]", prefs: jsonb,
              plan: text, at: timestamptz }
            %s
        pii: { hmac: { current: k1, keys: { k1: '%s' } } }
        rollups:
          people: { from: public.people, entity: email, event-time: at, kafka-topic: %s.features,
            features: { n: { count: true, over: lifetime } } }
        caches: { plans: { on: public.people, keys: ["plan:{plan}"] } }
        lakehouse:
          catalog: { type: hadoop, warehouse: "%s", table-default.write.parquet.compression-codec: uncompressed,
            table-default.write.metadata.metrics.default: full }
        dead-letters: { topic: %s.dead-letters, payload: %s }
        """
            .formatted(
                kafka,
                prefix,
                prefix,
                redis,
                isProtected ? rules : "",
                HMAC_KEY,
                prefix,
                warehouse().toUri(),
                prefix,
                isProtected ? "redacted" : "raw"));
  }

  Path warehouse() {
    return directory.resolve("warehouse");
  }
}
