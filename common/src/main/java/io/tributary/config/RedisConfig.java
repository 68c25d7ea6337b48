package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import io.tributary.redis.RedisAddress;
import java.io.Serializable;

/** How to reach Redis. */
public record RedisConfig(
    @Doc("redis:// or, with TLS, rediss://user:password@host:port/database.") ConnectionUrl url,
    @Doc(value = "How the servers are arranged.", byDefault = "single") Mode mode)
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

  @Override
  public void check(Place place) {
    try {
      RedisAddress.parse(url.reveal());
    } catch (IllegalArgumentException unusable) {
      place
          .at("url")
          .report(
              "cannot be used: " + unusable.getMessage(),
              "write redis://user:password@host:port/0");
    }
  }
}
