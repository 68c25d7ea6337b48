package io.tributary.redis;

import java.util.List;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** The servers that take commands, as they are known at the moment. For one thread. */
interface RedisNodes extends AutoCloseable {

  /**
   * The server that a command is for.
   *
   * @throws JedisException if none is known
   */
  HostAndPort of(CommandObject<?> command);

  /** All servers that take writes. */
  List<HostAndPort> primaries();

  /** The connection to a server, opened if there is none. */
  Connection connection(HostAndPort node);

  /** Forgets what does not work any more: another server may have taken over. */
  void failed(HostAndPort node);

  /** Whether a redirection says where the command belongs; it is then remembered. */
  boolean follows(JedisRedirectionException redirection);

  @Override
  void close();

  /** The host as the client library names it. */
  static HostAndPort node(RedisHost host) {
    return new HostAndPort(host.host(), host.port());
  }
}
