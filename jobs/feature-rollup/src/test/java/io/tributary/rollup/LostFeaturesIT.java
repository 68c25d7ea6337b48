package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisServers;
import io.tributary.rollup.redis.RedisFeatures;
import io.tributary.testing.RedisGroup;
import io.tributary.testing.TestCluster;
import io.tributary.testing.TestRedis;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Jedis;

/** A Redis that has lost what it acknowledged gets it again, without any change of a row. */
class LostFeaturesIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int USERS = 50;

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @RegisterExtension static final TestRedis REDIS = new TestRedis();

  @TempDir Path directory;

  @Test
  void fillsRedisThatWasEmptied(@InjectMiniCluster MiniCluster cluster) throws Exception {
    fillsAgainAfter(run -> run.redis.call(COMMANDS.flushAll()), cluster);
  }

  @Test
  void writesSingleKeysThatSomebodyDeletedWhenAllAreAskedFor(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    fillsAgainAfter(
        run -> {
          run.redis.call(COMMANDS.del("feature:engagement:1", "feature:engagement:2"));
          RedisFeatures.askForAll(REDIS.address(), Set.of("engagement"));
        },
        cluster);
  }

  private static void fillsAgainAfter(Consumer<EngagementJob> loss, MiniCluster cluster)
      throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url())) {
      writeAll(run, cluster);

      loss.accept(run);

      awaitAll(run, 1);
      assertThat(run.restores(cluster)).isPositive();
      run.heartbeat();
      run.awaitDatabaseTime(run.now.minusMillis(2));
    }
  }

  /** The hash of another entity can have a version that is greater than all of the right one's. */
  @Test
  void replacesKeysThatSomebodyRenamedWhenAllAreAskedFor(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    fillsAgainAfter(
        run -> {
          String version = run.redis.call(COMMANDS.hget("feature:engagement:1", "_version"));
          String ofMoreRows = version.substring(0, 8) + "1" + version.substring(9);
          run.redis.call(COMMANDS.rename("feature:engagement:1", "feature:engagement:2"));
          run.redis.call(
              COMMANDS.hset(
                  "feature:engagement:2", Map.of("_version", ofMoreRows, "clicks_5m", "99")));
          RedisFeatures.askForAll(REDIS.address(), Set.of("engagement"));
        },
        cluster);
  }

  @Test
  void startsAgainWithoutStateAfterSomebodyDeletedTheNumbersOfRebuilds() throws Exception {
    try (EngagementJob run = new EngagementJob(REDIS.url())) {
      for (int start = 0; start < 3; start++) {
        run.start();
        run.changes.add(run.insert(start, 7, "click", "0"));
        run.heartbeat();
        run.awaitFeatures(
            7, Map.of("clicks_5m", "" + (start + 1), "spend_1h", "0", "spend_lifetime", "0"));
        run.stop();
        run.redis.call(COMMANDS.del("feature:_epoch"));
      }
    }
  }

  @Test
  void fillsReplicaThatTookOverAndHadNotReceivedAll(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    try (RedisGroup group = RedisGroup.withSentinel(directory)) {
      String settings =
          "{url: \"%s\", mode: sentinel, sentinel: {name: main}}".formatted(group.url());
      RedisAddress address =
          RedisAddress.parse(group.url(), new RedisServers.Sentinel("main", null, null), null);
      try (EngagementJob run = new EngagementJob(settings, address)) {
        writeAll(run, cluster);
        group.ask(1, jedis -> jedis.configSet("replica-read-only", "no"));
        group.ask(1, jedis -> jedis.del("feature:engagement:1", "feature:engagement:2"));

        for (int row = 0; row < 2 * USERS; row++) {
          run.changes.add(run.insert(USERS + row, row % USERS, "click", "0"));
          if (row == USERS / 2) {
            group.server(0).kill();
          }
        }

        awaitAll(run, 3);
        assertThat(group.<Boolean>ask(1, jedis -> jedis.exists("feature:engagement:1"))).isTrue();
        assertThat(group.ask(1, Jedis::role)).first().isEqualTo("master");
        assertThat(run.restores(cluster)).isPositive();
        run.changes.add(run.insert(1_000, 7, "click", "0"));
        run.awaitFeatures(7, Map.of("clicks_5m", "4", "spend_1h", "0", "spend_lifetime", "0"));
      }
    }
  }

  private static void writeAll(EngagementJob run, MiniCluster cluster) throws Exception {
    run.start();
    for (int user = 0; user < USERS; user++) {
      run.changes.add(run.insert(user, user, "click", "0"));
    }
    run.heartbeat();
    awaitAll(run, 1);
    run.awaitDatabaseTime(run.now.minusMillis(2));
    run.awaitCheckpoint(cluster);
  }

  private static void awaitAll(EngagementJob run, int clicks) {
    for (int user = 0; user < USERS; user++) {
      run.awaitFeatures(
          user, Map.of("clicks_5m", "" + clicks, "spend_1h", "0", "spend_lifetime", "0"));
    }
  }
}
