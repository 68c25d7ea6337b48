package io.tributary.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.stack.RedisServer;
import io.tributary.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/**
 * A Redis whose process stands still under a running job, for longer than a reply is waited for. It
 * takes connections all the while, and when it goes on it finds all that was sent and given up.
 */
@Timeout(240)
class PausedRedisJobIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final Duration PAUSE = Duration.ofSeconds(20);
  private static final long USER = 7;

  @RegisterExtension static final MiniClusterExtension CLUSTER = TestCluster.ofSlots(2);

  @TempDir Path directory;

  @Test
  void losesNothingAndShowsNoOlderValueAfterNewerOne(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    try (RedisServer server = RedisServer.in(directory)) {
      server.start();
      try (EngagementJob run = new EngagementJob(server.url())) {
        run.start();
        int rows = 0;
        run.changes.add(run.insert(++rows, USER, "click", "1"));
        run.changes.add(run.insert(++rows, USER, "click", "1"));
        run.awaitFeatures(USER, features(rows));

        AtomicBoolean reads = new AtomicBoolean(true);
        signal(server, "STOP");
        CompletableFuture<Void> reader =
            CompletableFuture.runAsync(() -> readOn(server.url(), reads));
        for (long end = System.nanoTime() + PAUSE.toNanos(); System.nanoTime() < end; ) {
          run.changes.add(run.insert(++rows, USER, "click", "1"));
          run.changes.add(run.insert(1_000_000 + rows, 1_000 + rows, "click", "1"));
          TimeUnit.MILLISECONDS.sleep(50);
        }
        signal(server, "CONT");
        run.awaitFeatures(USER, features(rows));
        run.awaitFeatures(1_000 + rows, features(1));
        for (int user = 1_003; user < 1_000 + rows; user++) {
          assertThat(run.clicks(user)).isEqualTo(1);
        }
        long since = System.nanoTime();
        run.changes.add(run.insert(++rows, USER, "click", "1"));
        run.awaitFeatures(USER, features(rows));
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
        reads.set(false);
        reader.get(60, TimeUnit.SECONDS);
        assertThat(run.restores(cluster)).isZero();
      }
    }
  }

  /** Fails at a value that is older than one that was there. */
  private static void readOn(String url, AtomicBoolean reads) {
    try (RedisConnection redis = RedisConnection.open(RedisAddress.parse(url))) {
      int last = 0;
      while (reads.get()) {
        String told = redis.call(COMMANDS.hget("feature:engagement:" + USER, "clicks_5m"));
        int clicks = told == null ? 0 : Integer.parseInt(told);
        assertThat(clicks).isGreaterThanOrEqualTo(last);
        last = clicks;
      }
    }
  }

  private static Map<String, String> features(int clicks) {
    return Map.of("clicks_5m", "" + clicks, "spend_1h", "0", "spend_lifetime", "0");
  }

  private static void signal(RedisServer server, String name) throws Exception {
    String pid = Long.toString(server.pid().orElseThrow());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }
}
