package io.tributary.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.redis.RedisBatch;
import io.tributary.redis.RedisConnection;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.InMemoryChanges;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestRedis;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.CommandObjects;

/** The whole job, on a real Redis, from the bytes of the wire on. */
class CacheInvalidationJobIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String BY_ID = "'user:{id}', 'reco:{id}:home'";
  private static final String BY_EMAIL = "'user:{id}', 'mail:{email}'";

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  private final InMemoryChanges changes = InMemoryChanges.withPartitions(3);
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final Users users = new Users();
  private RedisConnection redis;
  private @Nullable JobClient job;

  @BeforeEach
  void connect() {
    redis = REDIS.connection();
  }

  @AfterEach
  void stopJob() throws Exception {
    if (job != null) {
      job.cancel().get();
    }
  }

  @Test
  void removesTheEntriesOfInsertedUpdatedAndDeletedRows() throws Exception {
    cached("user:1", "reco:1:home", "user:2", "user:3", "user:4");
    start(BY_ID);

    changes.add(users.insert(1, "a"), users.update(2, "b"), users.delete(3));

    awaitCached("user:4");
  }

  @Test
  void removesTheEntryUnderTheOldValueToo() throws Exception {
    cached("user:1");
    start(BY_EMAIL);
    changes.add(users.insert(1, "old"));
    awaitCached();

    cached("user:1", "mail:old", "mail:new", "mail:other");
    changes.add(users.update(1, "new"));
    awaitCached("mail:other");

    cached("user:1", "mail:old", "mail:new");
    changes.add(users.delete(1));
    awaitCached("mail:old", "mail:other");
    assertThat(deadLetters.collected()).isEmpty();
  }

  @Test
  void removesTheEntriesUnderBothKeysOfARowWhoseKeyChanged() throws Exception {
    cached("user:1", "user:2", "user:3");
    start(BY_ID);

    changes.add(
        users.delete(1).linkedTo(users.keyOf(2)), users.insert(2, "a").linkedTo(users.keyOf(1)));

    awaitCached("user:3");
  }

  @Test
  void removesTheEntriesOfEveryRowOfATruncatedTable() throws Exception {
    cached("user:1", "mail:a", "user:2", "mail:b");
    start(BY_EMAIL);
    changes.add(users.insert(1, "a"), users.insert(2, "b"));
    awaitCached();

    cached("user:1", "mail:a", "user:2", "mail:b", "mail:c");
    changes.add(users.truncate());
    awaitCached("mail:c");
    assertThat(deadLetters.collected()).isEmpty();
  }

  @Test
  void reportsATruncateWhereNoRowIsRemembered() throws Exception {
    start(BY_ID);
    changes.add(users.insert(1, "a"), users.truncate());
    assertThat(deadLetters.await(letters -> !letters.isEmpty()))
        .extracting(DeadLetter::code)
        .containsExactly("TRUNCATE");
  }

  @Test
  void removesWhatItCanAndReportsAnOldKeyThatNobodyKnows() throws Exception {
    cached("user:1", "mail:old", "mail:new");
    start(BY_EMAIL);

    changes.add(users.update(1, "new"));

    awaitCached("mail:old");
    assertThat(deadLetters.await(letters -> !letters.isEmpty()))
        .extracting(DeadLetter::code)
        .containsExactly("CACHE_COLUMN_UNAVAILABLE");
  }

  @Test
  void removesAgainWhatIsReplayedAfterAFailure(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    start(BY_ID, Duration.ofHours(1));
    cached("user:1");
    changes.add(users.update(1, "a"));
    awaitCached();

    cached("user:1", "user:2");
    restartTaskManager(cluster);

    awaitCached("user:2");
  }

  @Test
  void losesNoInvalidationWhenServerAndTaskManagerAreKilled(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    start(BY_EMAIL);
    int rows = 3_000;
    cached(IntStream.range(0, rows).mapToObj(i -> "user:" + i).toArray(String[]::new));

    for (int i = 0; i < rows; i++) {
      changes.add(users.insert(i, "a"));
      if (i == 1_000) {
        await().atMost(SOON).until(() -> redis.call(COMMANDS.dbSize()) < rows);
        REDIS.server().kill();
      } else if (i == 2_000) {
        restartTaskManager(cluster);
        REDIS.server().start();
      }
    }

    awaitCached();
  }

  private static void restartTaskManager(MiniCluster cluster) throws Exception {
    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
  }

  private void start(String keys) throws Exception {
    start(keys, Duration.ofMillis(100));
  }

  private void start(String keys, Duration checkpointInterval) throws Exception {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.getExecutionEnvironment(settings));
    env.setParallelism(2);
    env.enableCheckpointing(checkpointInterval.toMillis());
    CacheInvalidationJob.define(env, config(keys), new Ports(changes, deadLetters));
    job = env.executeAsync("cache-invalidation");
  }

  private static PipelineConfig config(String keys) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "none:1", topic-prefix: app, group-id: g}}
        tables: {public.users: {key: [id], columns: {id: bigint, email: text}}}
        redis: {url: "%s"}
        caches: {users: {on: public.users, keys: [%s]}}
        """
            .formatted(REDIS.url(), keys));
  }

  private void cached(String... keys) {
    RedisBatch batch = new RedisBatch();
    for (String key : keys) {
      batch.add(COMMANDS.set(key, "cached"));
    }
    redis.send(batch);
  }

  private void awaitCached(String... keys) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(new TreeSet<>(redis.call(COMMANDS.keys("*")))).isEqualTo(Set.of(keys)));
  }
}
