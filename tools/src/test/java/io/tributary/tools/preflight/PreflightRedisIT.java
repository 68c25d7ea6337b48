package io.tributary.tools.preflight;

import static io.tributary.tools.preflight.PreflightRun.SECRET;
import static io.tributary.tools.preflight.PreflightRun.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.RedisServer;
import io.tributary.testing.RedisGroup;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What is told of real servers of Redis. */
class PreflightRedisIT {

  private static final String[] REDIS = {"--only", "redis"};

  @TempDir static Path directory;
  private static RedisServer server;

  @BeforeAll
  static void start() {
    server =
        RedisServer.in(
            directory.resolve("server"),
            "user app on >%s ~feature:* ~freshness:* ~user:* +@read +@write +@scripting +@connection +info"
                .formatted(SECRET),
            "user features on >%s ~feature:clicks:* +@read +@scripting +@connection +info +hset"
                .formatted(SECRET),
            "user nobody on >%s".formatted(SECRET),
            "user silent on >%s ~* +@all -info".formatted(SECRET));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void findsNothingWhereTheUserMayDoWhatJobsDo() {
    assertThat(findings(pipeline(server.url(), "single"), REDIS)).isEmpty();
    assertThat(findings(pipeline(as("app"), "single"), REDIS)).isEmpty();
    try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
      assertThat(jedis.dbSize()).isZero();
    }
  }

  @Test
  void namesTheCommandsAndKeysThatTheUserMayNotUse() {
    assertThat(findings(pipeline(as("features"), "single"), REDIS))
        .contains(
            "problem Redis user may not run SET, DEL, UNLINK, EXPIRE, HDEL on keys feature:clicks:*",
            "problem Redis user may not run UNLINK on keys user:*",
            "problem Redis user may not run EVALSHA, HGET, HSET on keys freshness:*")
        .hasSize(6);
  }

  @Test
  void asksNothingThatTheUserMayNotAsk() {
    assertThat(findings(pipeline(as("silent"), "single"), REDIS))
        .containsExactly("problem Redis user may not run INFO on any key");
  }

  @Test
  void reportsAPolicyThatEvictsFeatures() {
    try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
      jedis.configSet("maxmemory-policy", "allkeys-lru");
      jedis.configSet("maxmemory", "100mb");
      assertThat(findings(pipeline(server.url(), "single"), REDIS))
          .containsExactly(
              "problem Redis maxmemory-policy is allkeys-lru, which evicts features"
                  + " unnoticed");
      String accepted = pipeline(server.url(), "single, accept-evictions: true");
      assertThat(findings(accepted, REDIS)).isEmpty();
      jedis.configSet("maxmemory-policy", "noeviction");
    }
  }

  @Test
  void reportsAModeThatDoesNotFit() {
    try (RedisGroup cluster = RedisGroup.cluster(directory.resolve("cluster"), 3)) {
      assertThat(findings(pipeline(cluster.url(), "cluster"), REDIS)).isEmpty();
      String first = cluster.url().split(",")[0];
      assertThat(findings(pipeline(first, "single"), REDIS))
          .containsExactly("problem redis.mode is single, and the server says cluster");
    }
    try (RedisGroup group = RedisGroup.withSentinel(directory.resolve("sentinel"))) {
      String sentinel = "sentinel, sentinel: { name: main }";
      assertThat(findings(pipeline(group.url(), sentinel), REDIS)).isEmpty();
      assertThat(findings(pipeline(group.url(), "single"), REDIS))
          .contains("problem redis.mode is single, and the server says sentinel");
      assertThat(findings(pipeline(group.server(1).url(), "single"), REDIS))
          .containsExactly("problem redis.url names a replica, which takes no writes");
    }
  }

  @Test
  void saysWhyItCannotGetIn() {
    assertThat(unreachable(server.url().replace("//", "//app:wrong@"), "single"))
        .contains("WRONGPASS", "check the user and password of redis.url");
    assertThat(unreachable(as("nobody"), "single")).contains("NOPERM");
    assertThat(unreachable("redis://127.0.0.1:1", "single")).contains("check that it runs");
    assertThat(unreachable(as("app").replace("redis:", "rediss:"), "single"))
        .contains("rediss:// with TLS");
    assertThat(unreachable(server.url(), "cluster")).contains("cluster support disabled");
    assertThat(unreachable(server.url(), "sentinel")).contains("127.0.0.1:" + server.port());
  }

  private static String unreachable(String url, String mode) {
    PreflightRun run = PreflightRun.of(pipeline(url, mode), REDIS);
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(3);
    assertThat(run.err()).startsWith("tributary preflight: Redis at ");
    return run.err();
  }

  private static String as(String user) {
    return server.url().replace("//", "//" + user + ":" + SECRET + "@");
  }

  private static String pipeline(String url, String mode) {
    return """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        redis: { url: "%s", mode: %s }
        tables: { public.t: {} }
        rollups:
          clicks: { from: public.t, entity: id, event-time: at, features: { n: { count: true, over: [lifetime] } } }
        caches:
          users: { on: public.t, keys: ["user:{id}"] }
        """
        .formatted(url, mode);
  }
}
