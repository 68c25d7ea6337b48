package io.tributary.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.stack.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandObjects;

/** A server that speaks TLS and lets users do as little as they need. */
class RedisSecurityIT {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final RedisPatience BRIEF =
      RedisPatience.DEFAULT.withDeadline(Duration.ofMillis(300));
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir static Path directory;
  private static RedisServer server;
  private static int tlsPort;

  @BeforeAll
  static void start() throws Exception {
    certificate("server", "ip:127.0.0.1");
    certificate("stranger", "ip:127.0.0.1");
    tlsPort = RedisServer.freePort();
    server =
        RedisServer.in(
            directory.resolve("redis"),
            "tls-port " + tlsPort,
            "tls-cert-file " + directory.resolve("server.pem"),
            "tls-key-file " + directory.resolve("server.key"),
            "tls-auth-clients no",
            "user app on >sesame ~feature:* +@read +@write +@scripting +@connection +info");
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void speaksTlsToAServerWithATrustedCertificate() {
    try (RedisConnection redis = RedisConnection.open(address("127.0.0.1", "server"))) {
      assertThat(redis.call(COMMANDS.set("a", "1"))).isEqualTo("OK");
    }
  }

  @Test
  void refusesAServerWhoseCertificateNobodyVouchesFor() {
    assertThatThrownBy(() -> RedisConnection.open(address("127.0.0.1", "stranger"), BRIEF))
        .isInstanceOf(RedisFailure.class);
    RedisAddress byThePlatform = RedisAddress.parse("rediss://127.0.0.1:" + tlsPort);
    assertThatThrownBy(() -> RedisConnection.open(byThePlatform, BRIEF))
        .isInstanceOf(RedisFailure.class);
  }

  @Test
  void refusesAServerThatHasAnotherName() {
    assertThatThrownBy(() -> RedisConnection.open(address("localhost", "server"), BRIEF))
        .isInstanceOf(RedisFailure.class);
  }

  @Test
  void logsInAsAUserWhoMayDoWhatItNeeds() {
    RedisScript script = RedisScript.of("return redis.call('HSET', KEYS[1], 'a', ARGV[1])");
    RedisAddress app = RedisAddress.parse("redis://app:sesame@127.0.0.1:" + server.port());
    try (RedisConnection redis = RedisConnection.open(app)) {
      RedisBatch batch = new RedisBatch();
      batch.evaluate(script, List.of("feature:a:1"), List.of("1")).unlink("feature:a:1");
      assertThat(redis.send(batch)).containsExactly(1L, 1L);
      assertThat(redis.identity()).isNotEmpty();
      assertThatThrownBy(() -> redis.call(COMMANDS.set("other:1", "")))
          .isInstanceOf(RedisFailure.class)
          .hasMessageContaining("grant its user");
    }
  }

  private static RedisAddress address(String host, String trusted) {
    return RedisAddress.parse(
        "rediss://" + host + ":" + tlsPort,
        new RedisServers.Single(),
        directory.resolve(trusted + ".pem").toString());
  }

  /** Writes NAME.pem, a certificate that vouches for itself, and NAME.key. */
  private static void certificate(String name, String host) throws Exception {
    Path store = directory.resolve(name + ".p12");
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "RSA",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + host,
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        new String(PASSWORD));
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    pem(name + ".pem", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
  }

  private static void pem(String file, String kind, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("-----BEGIN " + kind + "-----\n").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(Base64.getMimeEncoder().encode(content));
    out.writeBytes(("\n-----END " + kind + "-----\n").getBytes(StandardCharsets.US_ASCII));
    Files.write(directory.resolve(file), out.toByteArray());
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
