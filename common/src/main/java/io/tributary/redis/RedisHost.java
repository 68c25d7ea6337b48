package io.tributary.redis;

import java.io.Serializable;

/**
 * Where a server listens: {@code redis-1:6379}. Free of the client library, so that a job without
 * Redis can read a configuration that names one.
 */
public record RedisHost(String host, int port) implements Serializable {

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
