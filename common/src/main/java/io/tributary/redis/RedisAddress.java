package io.tributary.redis;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis listens and who we are to it, read from a URL such as {@code
 * rediss://tributary:secret@redis:6379/2}. {@link #toString()} shows hosts and ports only.
 *
 * @param servers at least one; the arrangement says what they are
 * @param user null for Redis's default user
 * @param password null where the server asks for none
 * @param tls whether to encrypt, and to check the server's certificate and name
 * @param caCertificates a PEM file of the authorities to trust, null for those of the Java platform
 */
public record RedisAddress(
    List<RedisHost> servers,
    @Nullable String user,
    @Nullable String password,
    int database,
    boolean tls,
    @Nullable String caCertificates,
    RedisServers arrangement)
    implements Serializable {

  /** Copies the list. */
  public RedisAddress {
    servers = List.copyOf(servers);
  }

  /** The address of the one server that {@link #parse(String, RedisServers, String)} reads. */
  public static RedisAddress parse(String url) {
    return parse(url, new RedisServers.Single(), null);
  }

  /**
   * Reads {@code redis://[[user]:password@]host[:port][,host[:port]...][/database]}, or {@code
   * rediss://} for TLS. User and password are percent-encoded where they hold characters that a URL
   * reserves.
   *
   * @param caCertificates see {@link #caCertificates()}
   * @throws IllegalArgumentException if it is no such URL; the message does not quote it, for it
   *     can hold a password
   */
  public static RedisAddress parse(
      String url, RedisServers arrangement, @Nullable String caCertificates) {
    URI uri = uri(url);
    boolean tls = "rediss".equalsIgnoreCase(uri.getScheme());
    if (!tls && !"redis".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("a Redis URL starts with redis:// or rediss://");
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    String[] credentials = credentials(at < 0 ? "" : authority.substring(0, at));
    List<RedisHost> servers = new ArrayList<>();
    for (String server : authority.substring(at + 1).split(",", -1)) {
      servers.add(server(server, arrangement.defaultPort()));
    }
    if (servers.size() > 1 && arrangement instanceof RedisServers.Single) {
      throw new IllegalArgumentException("several servers are those of a cluster or of Sentinels");
    }
    int database = database(uri.getPath());
    if (database != 0 && arrangement instanceof RedisServers.Cluster) {
      throw new IllegalArgumentException("a cluster has no database but 0");
    }
    return new RedisAddress(
        servers, credentials[0], credentials[1], database, tls, caCertificates, arrangement);
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // The exception quotes the URL, so it is not passed on.
      throw new IllegalArgumentException(
          "not a URL: "
              + e.getReason()
              + " at character "
              + e.getIndex()
              + "; percent-encode reserved characters in user and password");
    }
  }

  private static RedisHost server(String server, int defaultPort) {
    int colon = server.lastIndexOf(':');
    boolean hasPort = colon > server.lastIndexOf(']');
    String host = hasPort ? server.substring(0, colon) : server;
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a Redis URL names a host: redis://host:6379");
    }
    try {
      int port = hasPort ? Integer.parseUnsignedInt(server.substring(colon + 1)) : defaultPort;
      return new RedisHost(host.replaceAll("[\\[\\]]", ""), port);
    } catch (NumberFormatException e) {
      // The exception quotes what could be a part of a password.
      throw new IllegalArgumentException("a port is a number: redis://host:6379");
    }
  }

  private static @Nullable String[] credentials(String userInfo) {
    if (userInfo.isEmpty()) {
      return new @Nullable String[] {null, null};
    }
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "a Redis URL names user and password as user:password@, or :password@ for the default"
              + " user");
    }
    String user = colon == 0 ? null : decoded(userInfo.substring(0, colon));
    return new @Nullable String[] {user, decoded(userInfo.substring(colon + 1))};
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static int database(@Nullable String path) {
    if (path == null || path.isEmpty() || path.equals("/")) {
      return 0;
    }
    try {
      return Integer.parseUnsignedInt(path.substring(1));
    } catch (NumberFormatException e) {
      // The exception quotes the path, which a password with an unencoded slash ends up in.
      throw new IllegalArgumentException("a Redis URL's path is a database number: /0");
    }
  }

  @Override
  public String toString() {
    return servers.stream().map(RedisHost::toString).collect(Collectors.joining(","));
  }
}
