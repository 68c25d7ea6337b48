package io.tributary.tools.preflight;

import io.tributary.config.PipelineConfig;
import io.tributary.config.RedisConfig;
import io.tributary.redis.RedisConnection;
import io.tributary.redis.RedisFailure;
import io.tributary.redis.RedisPatience;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What the Redis must be like, and let our user do. */
record RedisRules(PipelineConfig config, RedisConfig redis, Findings findings) {

  private static final RedisPatience PATIENCE =
      RedisPatience.DEFAULT.withDeadline(Duration.ofSeconds(3));

  /** The first version that takes several fields in one HSET. */
  private static final int OLDEST = 4;

  private static final Map<RedisConfig.Mode, String> SERVERS =
      Map.of(
          RedisConfig.Mode.SINGLE, "standalone",
          RedisConfig.Mode.SENTINEL, "standalone",
          RedisConfig.Mode.CLUSTER, "cluster");

  void look() throws Unreachable {
    try (RedisConnection connection = RedisConnection.open(config.redisAddress(), PATIENCE)) {
      RedisRights rights = new RedisRights(connection, findings);
      rights.look(config);
      if (rights.mayAsk()) {
        servers(connection);
        evictions(connection);
      }
    } catch (RedisFailure e) {
      throw new Unreachable(String.valueOf(e.getMessage()));
    }
  }

  private void servers(RedisConnection connection) {
    for (String mode : new TreeSet<>(connection.info("server", "redis_mode"))) {
      if (!mode.isEmpty() && !mode.equals(SERVERS.get(redis.mode()))) {
        findings.problem(
            "redis.mode",
            "is %s, and the server says %s".formatted(word(redis.mode()), mode),
            "set it to " + (mode.equals("standalone") ? "single" : mode));
      }
    }
    if (connection.info("replication", "role").contains("slave")) {
      findings.problem(
          "redis.url",
          "names a replica, which takes no writes",
          "name the primary, or Sentinels with redis.mode: sentinel");
    }
    for (String version : new TreeSet<>(connection.info("server", "redis_version"))) {
      version(version);
    }
  }

  void version(String version) {
    if (version.matches("\\d+\\..*") && Integer.parseInt(version.split("\\.")[0]) < OLDEST) {
      findings.problem("Redis", "is version " + version, "install 6.2, or at least " + OLDEST);
    }
  }

  private void evictions(RedisConnection connection) {
    if (config.rollups().isEmpty()) {
      return;
    }
    for (String policy : new TreeSet<>(connection.evictionPolicies())) {
      if (policy.startsWith("allkeys") && !redis.acceptEvictions()) {
        findings.problem(
            "Redis maxmemory-policy",
            "is %s, which evicts features unnoticed".formatted(policy),
            "set noeviction, or volatile-lru if it holds caches whose keys expire; or accept it"
                + " with redis.accept-evictions: true");
      }
    }
  }

  private static String word(RedisConfig.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
