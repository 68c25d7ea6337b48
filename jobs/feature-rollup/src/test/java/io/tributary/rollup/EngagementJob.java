package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.runtime.freshness.FreshnessPort;
import io.tributary.testing.CollectingSink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObjects;

/** Runs the whole job over a table of events, from the bytes of the wire on, into a Redis. */
public final class EngagementJob extends EngagementEvents implements AutoCloseable {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final String FEATURES =
      """
      clicks: {count: true, where: {event_type: click}, over: [5m]},
      spend: {sum: value, where: {event_type: purchase}, over: [1h, lifetime]}""";

  final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  final RedisConnection redis;
  public String registry = "http://registry";

  private final String redisSettings;
  private String features = FEATURES;
  private String entity = "user_id";
  private int parallelism = 2;
  private @Nullable String savepoint;
  private @Nullable JobClient job;

  /** Empties the Redis; {@link #start} starts the job. */
  public EngagementJob(String redisUrl) {
    this("{url: \"%s\"}".formatted(redisUrl), RedisAddress.parse(redisUrl));
    redis.call(COMMANDS.flushAll());
  }

  /** With a Redis that is empty. */
  public EngagementJob(String redisSettings, RedisAddress address) {
    this.redisSettings = redisSettings;
    this.redis = RedisConnection.open(address);
  }

  public void stop() throws Exception {
    if (job != null) {
      job.cancel().get();
      job = null;
    }
  }

  /** The features of the next start, as the pipeline's file has them. */
  public EngagementJob with(String others) {
    features = others;
    return this;
  }

  /** The entity's column of the next start. */
  public EngagementJob by(String column) {
    entity = column;
    return this;
  }

  /** As many subtasks has the next start. */
  public EngagementJob subtasks(int number) {
    parallelism = number;
    return this;
  }

  /** Why the job has failed, once it has, for good. */
  public Throwable awaitFailure() {
    CompletableFuture<?> result = Objects.requireNonNull(job).getJobExecutionResult();
    await().atMost(SOON).until(result::isCompletedExceptionally);
    job = null;
    return result.handle((any, failure) -> failure).join();
  }

  /** Stops the job; the next start continues it. */
  public void stopWithSavepoint(Path directory) throws Exception {
    stopWithSavepoint(directory, false, SavepointFormatType.CANONICAL);
  }

  /** Stops the job, as if its input had ended where it is drained; the next start continues it. */
  public void stopWithSavepoint(Path directory, boolean drained, SavepointFormatType format)
      throws Exception {
    savepoint =
        Objects.requireNonNull(job)
            .stopWithSavepoint(drained, directory.toString(), format)
            .get();
    job = null;
  }

  @Override
  public void close() throws Exception {
    stop();
    redis.close();
  }

  /** Starts the job without state. */
  public void start() throws Exception {
    start("none:1", "");
  }

  /** Starts the job without state; the topic is a line of the rollup that names one, or nothing. */
  public void start(String kafka, String topic) throws Exception {
    start(kafka, topic, "", Map.of());
  }

  /** Starts a job of another pipeline without state. */
  public void start(PipelineConfig config) throws Exception {
    start(config, Map.of());
  }

  /**
   * Starts the job.
   *
   * @param topic lines of the rollup about its topic
   * @param more lines of the file
   * @param settings of Flink, over those that are the test's
   */
  public void start(String kafka, String topic, String more, Map<String, String> settings)
      throws Exception {
    start(config(kafka, topic, more), settings);
  }

  /** Starts a job of another pipeline, with settings of Flink over those that are the test's. */
  public void start(PipelineConfig config, Map<String, String> settings) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    settings.forEach(configuration::setString);
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
    env.setParallelism(parallelism);
    FreshnessPort freshness = (tables, continues) -> new ScriptedFreshness();
    FeatureRollupJob.define(env, config, new Ports(changes, deadLetters, freshness));
    job = env.executeAsync("feature-rollup");
  }

  /** Saves the running job's state. */
  public String savepoint(Path directory) throws Exception {
    return Objects.requireNonNull(job)
        .triggerSavepoint(directory.toString(), SavepointFormatType.CANONICAL)
        .get();
  }

  private PipelineConfig config(String kafka, String topic, String more) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "%s", topic-prefix: app, group-id: g,
          schema-registry: {url: "%s"}}}
        tables:
          tributary.heartbeat: {key: [id], columns: {id: integer}}
          public.events:
            key: [id]
            columns: {id: bigint, user_id: bigint, event_type: text, value: "numeric(12,2)",
              occurred_at: timestamptz}
        redis: %s
        rollups:
          engagement: {
            from: public.events, entity: %s, event-time: occurred_at, %s
            features: {
              %s}}
        %s
        """
            .formatted(kafka, registry, redisSettings, entity, topic, features, more));
  }

  public void awaitFeatures(long user, Map<String, String> features) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Map<String, String> hash = redis.call(COMMANDS.hgetAll("feature:engagement:" + user));
              hash.keySet().removeIf(field -> field.startsWith("_"));
              assertThat(hash).isEqualTo(features);
            });
  }

  /** Waits until it is said that these fields are being filled. */
  public void awaitFilling(@Nullable String fields) {
    awaitSaid("filling", fields);
  }

  public void awaitDatabaseTime(Instant time) {
    awaitSaid("database_time", time.toString());
  }

  /** Waits for what is said beside the rollup's freshness. */
  private void awaitSaid(String field, @Nullable String value) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(redis.call(COMMANDS.hget("feature:engagement", field)))
                    .isEqualTo(value));
  }

  public void awaitGone(long user) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(redis.call(COMMANDS.hkeys("feature:engagement:" + user)))
                    .containsOnly("_version"));
  }

  /** Waits until all that has been written so far is covered by a checkpoint. */
  public void awaitCheckpoint(MiniCluster cluster) throws Exception {
    // One of the next two may have begun before.
    long enough = counts(cluster).getNumberOfCompletedCheckpoints() + 2;
    await().atMost(SOON).until(() -> counts(cluster).getNumberOfCompletedCheckpoints() >= enough);
  }

  /** How often the job has been restored. */
  public long restores(MiniCluster cluster) throws Exception {
    return counts(cluster).getNumberOfRestoredCheckpoints();
  }

  private CheckpointStatsCounts counts(MiniCluster cluster) throws Exception {
    return cluster
        .getExecutionGraph(Objects.requireNonNull(job).getJobID())
        .get()
        .getCheckpointStatsSnapshot()
        .getCounts();
  }

  public int clicks(long user) {
    String clicks = redis.call(COMMANDS.hget("feature:engagement:" + user, "clicks_5m"));
    return clicks == null ? 0 : Integer.parseInt(clicks);
  }
}
