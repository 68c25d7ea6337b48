package io.tributary.redis;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis server listens and who we are to it, read from a URL such as {@code
 * rediss://tributary:secret@redis:6379/2}. {@link #toString()} shows host and port only.
 *
 * @param user null for Redis's default user
 * @param password null where the server asks for none
 * @param tls whether to encrypt, and to check the server's certificate and name
 */
public record RedisAddress(
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    int database,
    boolean tls)
    implements Serializable {

  private static final int DEFAULT_PORT = 6379;

  /**
   * Reads {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS.
   * User and password are percent-encoded where they hold characters that a URL reserves.
   *
   * @throws IllegalArgumentException if it is no such URL; the message does not quote it, for it
   *     can hold a password
   */
  public static RedisAddress parse(String url) {
    URI uri = uri(url);
    boolean tls = "rediss".equalsIgnoreCase(uri.getScheme());
    if (!tls && !"redis".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("a Redis URL starts with redis:// or rediss://");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("a Redis URL names a host: redis://host:6379");
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    String[] credentials = credentials(uri.getRawUserInfo());
    return new RedisAddress(
        uri.getHost(), port, credentials[0], credentials[1], database(uri.getPath()), tls);
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

  private static @Nullable String[] credentials(@Nullable String userInfo) {
    if (userInfo == null || userInfo.isEmpty()) {
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
    return host + ":" + port;
  }
}
