package io.tributary.redis;

import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** One open connection for each server that has been talked to. */
final class NodeConnections {

  private final RedisLogin login;
  private final Map<HostAndPort, Connection> open = new HashMap<>();

  NodeConnections(RedisLogin login) {
    this.login = login;
  }

  Connection to(HostAndPort node) {
    return open.computeIfAbsent(node, server -> new Connection(server, login.client()));
  }

  void close(HostAndPort node) {
    Connection closing = open.remove(node);
    if (closing != null) {
      close(closing);
    }
  }

  void closeAll() {
    open.values().forEach(NodeConnections::close);
    open.clear();
  }

  private static void close(Connection closing) {
    try {
      closing.close();
    } catch (JedisConnectionException e) {
      // What was sent has been answered or will be sent again; the socket is gone either way.
      closing.setBroken();
    }
  }
}
