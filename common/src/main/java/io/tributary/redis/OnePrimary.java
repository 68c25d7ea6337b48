package io.tributary.redis;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** One server for all commands, asked for anew whenever it failed. */
final class OnePrimary implements RedisNodes {

  private final Supplier<RedisHost> whereabouts;
  private final NodeConnections connections;
  private @Nullable HostAndPort primary;

  OnePrimary(Supplier<RedisHost> whereabouts, RedisLogin login) {
    this.whereabouts = whereabouts;
    this.connections = new NodeConnections(login);
  }

  @Override
  public HostAndPort of(CommandObject<?> command) {
    return primary();
  }

  @Override
  public List<HostAndPort> primaries() {
    return List.of(primary());
  }

  private HostAndPort primary() {
    HostAndPort known = primary;
    if (known == null) {
      known = RedisNodes.node(whereabouts.get());
      primary = known;
    }
    return known;
  }

  @Override
  public Connection connection(HostAndPort node) {
    return connections.to(node);
  }

  @Override
  public void failed(HostAndPort node) {
    connections.close(node);
    primary = null;
  }

  /** Only a cluster redirects, and this is none. */
  @Override
  public boolean follows(JedisRedirectionException redirection) {
    return false;
  }

  @Override
  public void close() {
    connections.closeAll();
  }
}
