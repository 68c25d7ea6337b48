package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupSql;
import io.tributary.rollup.plan.RollupPlan;
import io.tributary.runtime.tables.SourceCatalog;
import io.tributary.stack.PostgresServer;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestRedis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/**
 * Every aggregate, from the bytes of the wire to Redis, against the SQL that defines it over the
 * same table in PostgreSQL, with the loss of the TaskManager on the way.
 */
@Timeout(240)
class EveryAggregateJobIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int CHANGES = 300;
  private static final int LOSSES = 2;

  private static int lostTaskManagers;

  /** What is new for those that begin without it. */
  private static final String SPREAD = "spread:   {variance: value, over: 1h}";

  private static final Path CHANGELOG = Path.of("target", "changelog").toAbsolutePath();

  private static final String PIPELINE =
      """
      version: 1
      source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app, group-id: g}}
      database: {url: "%s", user: "%s", password: "%s"}
      tables: {public.visits: {}}
      redis: {url: "%s"}
      rollups:
        visits:
          from: public.visits
          entity: user_id
          event-time: occurred_at
          features:
            clicks:   {count: true, where: {kind: click}, over: [1m, 1h]}
            all:      {count: true, over: lifetime}
            rate:     {ratio: [clicks, all], over: 1h}
            spend:    {sum: value, over: [5m, lifetime]}
            mean:     {avg: value, over: [5m, 1h]}
            spread:   {variance: value, over: 1h}
            deviation: {stddev: score, over: lifetime}
            least:    {min: value, over: [5m, 1h]}
            most:     {max: properties.page, over: [5m, lifetime]}
            entrance: {first: kind, over: 1h}
            trail:    {last: properties.page, k: 4, over: 1h}
            recent:   {last: value, over: lifetime}
            top:      {top: kind, k: 2, where: {properties.page: {gte: 5}}, over: [5m, lifetime]}
            pages:    {distinct: properties.page, over: [5m, 1h]}
            about:    {distinct: properties.page, approximate: true, over: lifetime}
            median:   {percentile: value, at: 0.5, approximate: false, over: 1h}
            high:     {percentile: value, at: 0.9, over: [1h, lifetime]}
            sizes:    {histogram: value, bounds: [10, 50], over: 1h}
            interest: {decayed-count: true, half-life: 30m}
            appetite: {decayed-sum: value, half-life: 10m}
        last_visit:
          from: public.visits
          entity: [user_id, kind]
          features:
            value: {latest: value}
            page:  {latest: properties.page}
            at:    {latest: occurred_at}
      """;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      TestCluster.ofSlots(
          4,
          // What a job says of it does not count.
          Map.of(
              "state.changelog.storage",
              "filesystem",
              "state.changelog.dstl.dfs.base-path",
              CHANGELOG.toUri().toString()));

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @TempDir Path directory;
  private PostgresServer postgres;
  private EngagementJob run;

  @BeforeEach
  void prepare() throws SQLException {
    postgres = PostgresServer.in(directory);
    postgres.start();
    postgres.createDatabase("app");
    run = new EngagementJob(REDIS.url());
  }

  @AfterEach
  void stop() throws Exception {
    run.close();
    postgres.close();
  }

  @Test
  void isWhatSqlSaysThoughTheTaskManagerIsLost(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    try (Connection connection = postgres.connect("app")) {
      VisitTable visits = new VisitTable(connection, run, RandomHistory.seed());
      PipelineConfig config = config(PIPELINE);
      run.start(config);
      for (int lost = 0; lost < LOSSES; lost++) {
        visits.change(CHANGES);
        run.awaitCheckpoint(cluster);
        visits.change(CHANGES);
        replaceTaskManager(cluster);
      }
      visits.change(CHANGES);
      awaitWhatSqlSays(config, connection);
      assertThat(approximate("visits"))
          .isEqualTo(
              "{\"about_lifetime\":\"within a few percent\",\"high_1h\":\"within 1 %\","
                  + "\"high_lifetime\":\"within 1 %\",\"interest\":\"within 1e-9\","
                  + "\"appetite\":\"within 1e-9\"}");
      assertThat(approximate("last_visit")).isNull();
      assertThat(run.restores(cluster)).isEqualTo(LOSSES);
    }
  }

  /**
   * Windows fall due in subtasks other than those that their rows came to, and what is new is
   * filled there.
   */
  @Test
  void isWhatSqlSaysInAnyNumberOfSubtasksAndFormOfState(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    Map<String, String> incremental = Map.of("execution.checkpointing.incremental", "true");
    try (Connection connection = postgres.connect("app")) {
      VisitTable visits = new VisitTable(connection, run, RandomHistory.seed());
      PipelineConfig first = config(PIPELINE.replace(SPREAD, ""));
      run.subtasks(1).start(first, incremental);
      visits.change(CHANGES);
      awaitWhatSqlSays(first, connection);
      run.stopWithSavepoint(directory);

      PipelineConfig config = config(PIPELINE);
      run.subtasks(4).start(config, changelog());
      run.now = run.now.plus(Duration.ofMinutes(4));
      visits.change(CHANGES);
      run.awaitCheckpoint(cluster);
      replaceTaskManager(cluster);
      visits.change(CHANGES);
      awaitWhatSqlSays(config, connection);
      run.stopWithSavepoint(directory);

      run.subtasks(2).start(config, incremental);
      run.now = run.now.plus(Duration.ofMinutes(50));
      visits.change(CHANGES / 4);
      awaitWhatSqlSays(config, connection);
      run.stopWithSavepoint(directory, true, SavepointFormatType.NATIVE);
      assertAllIsWhatSqlSays(config, connection);

      run.subtasks(3).start(config, incremental);
      visits.change(CHANGES);
      awaitWhatSqlSays(config, connection);
    }
  }

  /** The cluster is that of all tests, and counts the TaskManagers that are gone. */
  private static void replaceTaskManager(MiniCluster cluster) throws Exception {
    cluster.terminateTaskManager(lostTaskManagers++).get();
    cluster.startTaskManager();
  }

  private Map<String, String> changelog() {
    return Map.of(
        "state.changelog.enabled",
        "true",
        "execution.checkpointing.dir",
        directory.resolve("checkpoints").toUri().toString());
  }

  private void awaitWhatSqlSays(PipelineConfig config, Connection connection) {
    run.heartbeat();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertAllIsWhatSqlSays(config, connection));
    assertThat(run.deadLetters.collected()).isEmpty();
  }

  private void assertAllIsWhatSqlSays(PipelineConfig config, Connection connection)
      throws SQLException {
    for (Rollup rollup : RollupPlan.of(config).rollups().values()) {
      TableDescription table =
          Objects.requireNonNull(SourceCatalog.describe(config).get(rollup.from()));
      assertIsWhatSqlSays(rollup, table, connection);
    }
  }

  private @Nullable String approximate(String rollup) {
    return run.redis.call(COMMANDS.hget("feature:" + rollup, "approximate"));
  }

  private void assertIsWhatSqlSays(Rollup rollup, TableDescription table, Connection connection)
      throws SQLException {
    String prefix = "feature:" + rollup.name();
    String time = run.redis.call(COMMANDS.hget(prefix, "database_time"));
    assertThat(time).isNotNull();
    // The clock is the last commit that both partitions have passed.
    assertThat(Instant.parse(time)).isAfterOrEqualTo(run.now.minusMillis(2));
    RollupSql sql = RollupSql.of(rollup, table);
    Map<String, Map<String, String>> expected = new TreeMap<>();
    sql.values(connection, Instant.parse(time))
        .forEach((entity, values) -> expected.put(prefix + ":" + entity, values));
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(run.redis.keys(prefix + ":"));
    Set<String> seen = new TreeSet<>();
    for (String key : keys) {
      Map<String, String> found = run.redis.call(COMMANDS.hgetAll(key));
      assertAgree(rollup, sql, expected.getOrDefault(key, Map.of()), found);
      seen.addAll(found.keySet());
    }
    assertThat(seen).as("results that any entity has").containsAll(rollup.fields());
  }

  private static void assertAgree(
      Rollup rollup, RollupSql sql, Map<String, String> expected, Map<String, String> found) {
    for (String field : rollup.fields()) {
      assertThat(sql.agrees(field, expected.get(field), found.get(field)))
          .as("%s: %s, not %s", field, expected.get(field), found.get(field))
          .isTrue();
    }
  }

  private PipelineConfig config(String pipeline) {
    return PipelineConfig.parse(
        pipeline.formatted(
            postgres.jdbcUrl("app"), postgres.user(), postgres.password(), REDIS.url()));
  }
}
