package io.tributary.redis;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The primaries of a cluster, each with its share of the keys. */
final class ClusterNodes implements RedisNodes {

  private final List<HostAndPort> seeds;
  private final RedisLogin login;
  private final NodeConnections connections;
  private @Nullable ClusterConnectionProvider slots;

  ClusterNodes(List<RedisHost> seeds, RedisLogin login) {
    this.seeds = seeds.stream().map(RedisNodes::node).toList();
    this.login = login;
    this.connections = new NodeConnections(login);
  }

  /** A command without keys, such as {@code PING}, is for any server. */
  @Override
  public HostAndPort of(CommandObject<?> command) {
    List<Object> keys = command.getArguments().getKeys();
    if (keys.isEmpty()) {
      return primaries().get(0);
    }
    HostAndPort node = slots().getNode(slot(keys.get(0)));
    if (node == null) {
      forget();
      throw new JedisConnectionException("no node of the cluster has the key's slot");
    }
    return node;
  }

  private static int slot(Object key) {
    return key instanceof byte[] bytes
        ? JedisClusterCRC16.getSlot(bytes)
        : JedisClusterCRC16.getSlot(key.toString());
  }

  @Override
  public List<HostAndPort> primaries() {
    List<HostAndPort> nodes =
        slots().getPrimaryNodes().keySet().stream().sorted().map(HostAndPort::from).toList();
    if (nodes.isEmpty()) {
      forget();
      throw new JedisConnectionException("no primary of the cluster is known");
    }
    return nodes;
  }

  @Override
  public Connection connection(HostAndPort node) {
    return connections.to(node);
  }

  @Override
  public void failed(HostAndPort node) {
    connections.close(node);
    forget();
  }

  @Override
  public boolean follows(JedisRedirectionException redirection) {
    if (redirection instanceof JedisMovedDataException) {
      forget();
    }
    return true;
  }

  /** The map of slots is asked for anew, of the seeds, which need not be of those that failed. */
  private void forget() {
    ClusterConnectionProvider closing = slots;
    slots = null;
    if (closing != null) {
      closing.close();
    }
  }

  private ClusterConnectionProvider slots() {
    ClusterConnectionProvider known = slots;
    if (known == null) {
      try {
        known = new ClusterConnectionProvider(new HashSet<>(seeds), login.client());
      } catch (JedisClusterOperationException e) {
        throw unreachable(e);
      }
      slots = known;
    }
    return known;
  }

  /** What kept the nodes from answering, rather than that none did. */
  private static RuntimeException unreachable(JedisClusterOperationException failure) {
    for (Throwable suppressed : failure.getSuppressed()) {
      if (suppressed instanceof RuntimeException cause
          && !(suppressed instanceof JedisConnectionException)) {
        return cause;
      }
    }
    return new JedisConnectionException("no node of the cluster answers", failure);
  }

  @Override
  public void close() {
    connections.closeAll();
    forget();
  }
}
