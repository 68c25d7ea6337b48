package io.tributary.redis;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How the servers that an address names are arranged. */
public sealed interface RedisServers extends Serializable {

  /** The port of a server whose address does not name one. */
  int defaultPort();

  /** What to ask before anything is sent. */
  RedisNodes open(RedisAddress address, RedisLogin login);

  /** The address is that of the one primary. */
  record Single() implements RedisServers {

    @Override
    public int defaultPort() {
      return 6379;
    }

    @Override
    public RedisNodes open(RedisAddress address, RedisLogin login) {
      return new OnePrimary(() -> address.servers().get(0), login);
    }
  }

  /**
   * The addresses are those of Sentinels, who know which server is the primary.
   *
   * @param primary the name by which they know it
   * @param user ours at the Sentinels, null for the default user
   * @param password null where the Sentinels ask for none
   */
  record Sentinel(String primary, @Nullable String user, @Nullable String password)
      implements RedisServers {

    @Override
    public int defaultPort() {
      return 26379;
    }

    @Override
    public RedisNodes open(RedisAddress address, RedisLogin login) {
      Sentinels sentinels =
          new Sentinels(address.servers(), primary, login.as(user, password).inDatabase(0));
      return new OnePrimary(sentinels::primary, login);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Sentinel[" + primary + "]";
    }
  }

  /** The addresses are those of some nodes of a cluster, who know the others. */
  record Cluster() implements RedisServers {

    @Override
    public int defaultPort() {
      return 6379;
    }

    @Override
    public RedisNodes open(RedisAddress address, RedisLogin login) {
      return new ClusterNodes(address.servers(), login);
    }
  }
}
