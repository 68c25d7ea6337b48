package io.tributary.sandbox;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.sandbox.workload.Workload;
import io.tributary.stack.Stack;
import io.tributary.tools.verify.CacheTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** The jobs at work, what writes to their source, and what watches them. */
final class RunningPipeline implements AutoCloseable {

  private static final long FILL_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CHECKPOINTS_WITHIN = Duration.ofMinutes(3);
  private static final int CHECKPOINTS_UNTIL_QUIET = 2;

  private final Stack stack;
  private final PipelineConfig config;
  private final SourceDatabase database;
  private final Map<TableId, TableDescription> tables;
  private final Jobs jobs;
  private final @Nullable Workload workload;
  private final boolean probed;
  private final Admin kafka;
  private final @Nullable RedisConnection redis;
  private final @Nullable CacheFiller filler;
  private final Map<String, LagProbe> probes = new LinkedHashMap<>();
  private long filledNanos;

  /**
   * @param workload null where somebody else writes
   * @param probed whether the tables and rollups are the sandbox's own, so that lag can be sampled
   */
  RunningPipeline(
      Stack stack,
      PipelineConfig config,
      SourceDatabase database,
      Map<TableId, TableDescription> tables,
      Jobs jobs,
      @Nullable Workload workload,
      boolean probed) {
    this.stack = stack;
    this.config = config;
    this.database = database;
    this.tables = tables;
    this.jobs = jobs;
    this.workload = workload;
    this.probed = probed;
    this.kafka = Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()));
    this.redis = config.redis() == null ? null : RedisConnection.open(config.redisAddress());
    this.filler =
        redis == null || config.caches().isEmpty()
            ? null
            : new CacheFiller(
                new CacheTruth(config.caches(), tables),
                redis,
                probed ? LagProbes.cacheKeys() : Set.of());
  }

  PipelineConfig config() {
    return config;
  }

  /** Returns when everything committed so far has gone through every job. */
  void catchUp() throws Exception {
    new CatchUp(database::connect, Connector.SLOT, kafka, jobs.readers(false)).await();
  }

  /** Fills the caches and lets the workload and the probes begin. */
  void start() throws Exception {
    fill();
    Workload writing = workload;
    if (writing == null) {
      return;
    }
    writing.start();
    if (probed) {
      RedisAddress address = config.redisAddress();
      probe(Jobs.FEATURES, LagProbes.features(database, address, writing));
      probe(Jobs.CACHES, LagProbes.caches(database, address, writing));
      probe(
          Jobs.AUDIT,
          LagProbes.audit(database, Objects.requireNonNull(config.lakehouse()), writing));
    }
  }

  private void probe(String job, LagProbe.Target target) {
    probes.put(job, new LagProbe(job, target));
  }

  /** Does what is due while the pipeline runs, and says how far it is. */
  String tick(long seconds) throws Exception {
    failFast();
    if (System.nanoTime() - filledNanos > FILL_INTERVAL_NANOS && workload != null) {
      workload.exclusively(this::fill);
    }
    long committed = workload == null ? database.committed().changes() : workload.changes();
    double rate =
        workload == null ? committed / (double) Math.max(1, seconds) : workload.achievedRate();
    return status().line(seconds, committed, rate);
  }

  private Status status() {
    return new Status(
        new CatchUp(database::connect, Connector.SLOT, kafka, jobs.readers(false)),
        deadLetters(),
        jobs,
        probes);
  }

  private DeadLetterCount deadLetters() {
    return new DeadLetterCount(kafka, config.deadLetters().topic());
  }

  private void fill() throws SQLException {
    if (filler != null) {
      try (Connection connection = database.connect()) {
        filler.fill(connection);
      }
    }
    filledNanos = System.nanoTime();
  }

  private void failFast() {
    if (workload != null && workload.failure() != null) {
      throw new IllegalStateException("the workload failed", workload.failure());
    }
    probes.forEach(
        (job, probe) -> {
          if (probe.failure() != null) {
            throw new IllegalStateException("the lag probe of " + job + " failed", probe.failure());
          }
        });
  }

  /** Starts the jobs again in a new Flink cluster. */
  void resubmit() {
    jobs.resubmit();
  }

  /**
   * Ends all writing and brings everything to rest: the connector is paused, so that not even
   * heartbeats move the clock and no feature leaves its window while it is looked at.
   */
  void settle() throws Exception {
    for (LagProbe probe : probes.values()) {
      probe.stopCommitting();
    }
    if (workload != null) {
      workload.stop();
    }
    failFast();
    catchUp();
    stack.connect().pause(Connector.NAME);
    new CatchUp(database::connect, Connector.SLOT, kafka, jobs.readers(true)).awaitJobs();
    awaitCheckpoints();
    for (LagProbe probe : probes.values()) {
      probe.close();
    }
    failFast();
    writeSamples();
  }

  /** Every sample, for those who want to know when a lag was how long. */
  private void writeSamples() throws IOException {
    Files.write(
        stack.directory().root().resolve("lag.csv"),
        probes.entrySet().stream()
            .flatMap(probe -> probe.getValue().samples().lines(probe.getKey()).stream())
            .toList());
  }

  /** What a checkpoint has flushed, the next one has committed. */
  private void awaitCheckpoints() throws InterruptedException {
    Map<String, Long> before = jobs.checkpoints();
    long deadline = System.nanoTime() + CHECKPOINTS_WITHIN.toNanos();
    while (!jobs.checkpoints().entrySet().stream()
        .allMatch(
            job ->
                job.getValue()
                    >= before.getOrDefault(job.getKey(), 0L) + CHECKPOINTS_UNTIL_QUIET)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the jobs took no checkpoints within " + CHECKPOINTS_WITHIN.toSeconds() + " s");
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  Report verify(long seed, double startupSeconds, List<String> restarts) throws Exception {
    Verification.Outcome outcome = new Verification(config, database, redis, tables).run(filler);
    return new Report(
        outcome.ok(),
        seed,
        Math.round(startupSeconds * 10) / 10.0,
        database.committed(),
        workload == null ? null : Math.round(workload.achievedRate() * 10) / 10.0,
        new Report.Lags(lags(Jobs.FEATURES), lags(Jobs.CACHES), lags(Jobs.AUDIT)),
        outcome.verdict(),
        deadLetters().read(),
        List.copyOf(restarts),
        outcome.differences());
  }

  private Report.@Nullable Percentiles lags(String job) {
    LagProbe probe = probes.get(job);
    return probe == null ? null : probe.samples().percentiles();
  }

  @Override
  public void close() throws Exception {
    for (LagProbe probe : probes.values()) {
      probe.close();
    }
    if (workload != null) {
      workload.close();
    }
    if (redis != null) {
      redis.close();
    }
    kafka.close(Duration.ofSeconds(5));
  }
}
