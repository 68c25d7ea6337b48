package io.tributary.testing;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.stack.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.CommandObjects;

/**
 * A Redis of a test class's own, to be registered as a static extension: it runs and is empty when
 * a test begins, whatever the one before did to it.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
public final class TestRedis
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private Path directory;
  private RedisServer server;
  private RedisConnection connection;

  public RedisServer server() {
    return server;
  }

  /** For example {@code redis://127.0.0.1:16379}. */
  public String url() {
    return server.url();
  }

  public RedisAddress address() {
    return RedisAddress.parse(url());
  }

  /** A connection that lasts as long as the test. */
  public RedisConnection connection() {
    return connection;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("redis");
    server = RedisServer.in(directory);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    server.start();
    connection = RedisConnection.open(address());
    connection.call(new CommandObjects().flushAll());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    connection.close();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    server.close();
    FileUtils.deleteDirectory(directory.toFile());
  }
}
