package io.tributary.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Servers that know which Redis is the primary.
 *
 * @param name what they know it by
 */
record Sentinels(List<RedisHost> servers, String name, RedisLogin login) {

  /**
   * Where the primary is now, according to the first of them that knows.
   *
   * @throws JedisConnectionException if none of them does
   */
  RedisHost primary() {
    @Nullable JedisConnectionException failure = null;
    for (RedisHost server : servers) {
      try (Jedis sentinel = new Jedis(RedisNodes.node(server), login.client())) {
        List<String> address = sentinel.sentinelGetMasterAddrByName(name);
        if (address != null) {
          return new RedisHost(address.get(0), Integer.parseInt(address.get(1)));
        }
      } catch (JedisConnectionException e) {
        failure = e;
      }
    }
    throw new JedisConnectionException(
        failure == null ? "no Sentinel knows " + name : "no Sentinel answers", failure);
  }
}
