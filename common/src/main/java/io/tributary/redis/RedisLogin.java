package io.tributary.redis;

import java.time.Duration;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** How a connection is opened: who we are, and whether and how it is encrypted. */
record RedisLogin(
    @Nullable String user,
    @Nullable String password,
    int database,
    boolean tls,
    @Nullable String caCertificates,
    Duration timeout) {

  static RedisLogin of(RedisAddress address, Duration timeout) {
    return new RedisLogin(
        address.user(),
        address.password(),
        address.database(),
        address.tls(),
        address.caCertificates(),
        timeout);
  }

  RedisLogin as(@Nullable String otherUser, @Nullable String otherPassword) {
    return new RedisLogin(otherUser, otherPassword, database, tls, caCertificates, timeout);
  }

  RedisLogin inDatabase(int other) {
    return new RedisLogin(user, password, other, tls, caCertificates, timeout);
  }

  JedisClientConfig client() {
    SSLParameters verified = new SSLParameters();
    verified.setEndpointIdentificationAlgorithm("HTTPS");
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .timeoutMillis(Math.toIntExact(timeout.toMillis()))
            .user(user)
            .password(password)
            .database(database)
            .clientName("tributary")
            .ssl(tls)
            .sslParameters(verified);
    if (tls && caCertificates != null) {
      client.sslSocketFactory(TrustedCertificates.of(caCertificates));
    }
    return client.build();
  }
}
