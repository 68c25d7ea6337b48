package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisServers;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How to reach Redis. */
public record RedisConfig(
    @Doc(
            "redis:// or, with TLS, rediss://user:password@host:port/database. Several Sentinels, or"
                + " nodes of a cluster, are separated by commas: host:port,host:port.")
        ConnectionUrl url,
    @Doc(
            value =
                "How the servers are arranged: one primary, one that the Sentinels in the URL name,"
                    + " or the cluster that the nodes in the URL belong to.",
            byDefault = "single")
        Mode mode,
    @Doc("How to ask the Sentinels, for that mode.") @Nullable RedisSentinelConfig sentinel,
    @Doc(
            "A PEM file with the authorities that vouch for the servers' certificates, where each"
                + " task manager finds it; those of the Java platform if there is none.")
        @Nullable String caCertificates,
    @Doc(
            value =
                "Accepts a maxmemory-policy by which Redis evicts features, which is not noticed"
                    + " and leaves readers without them: true. Without it feature-rollup does not"
                    + " start on such a Redis.",
            byDefault = "false")
        Boolean acceptEvictions)
    implements Serializable, Checked {

  /** How the servers are arranged. */
  public enum Mode {
    /** One primary. */
    SINGLE,
    /** A primary found through Sentinel. */
    SENTINEL,
    /** A cluster of shards. */
    CLUSTER
  }

  /**
   * The address to connect to.
   *
   * @throws IllegalArgumentException if the URL is none of Redis's; the message does not quote it
   */
  public RedisAddress address() {
    return RedisAddress.parse(url.reveal(), servers(), caCertificates);
  }

  private RedisServers servers() {
    return switch (mode) {
      case SINGLE -> new RedisServers.Single();
      case CLUSTER -> new RedisServers.Cluster();
      case SENTINEL ->
          sentinel == null
              ? new RedisServers.Sentinel("mymaster", null, null)
              : new RedisServers.Sentinel(
                  sentinel.name(),
                  sentinel.user(),
                  sentinel.password() == null ? null : sentinel.password().reveal());
    };
  }

  @Override
  public void check(Place place) {
    if (sentinel != null && mode != Mode.SENTINEL) {
      place.at("sentinel").report("does not fit the mode", "write mode: sentinel, or leave it out");
    }
    try {
      address();
    } catch (IllegalArgumentException unusable) {
      place
          .at("url")
          .report(
              "cannot be used: " + unusable.getMessage(),
              "write redis://user:password@host:port/0");
    }
  }
}
