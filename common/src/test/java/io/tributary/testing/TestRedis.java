package io.tributary.testing;

import io.tributary.redis.RedisAddress;
import io.tributary.redis.RedisConnection;
import io.tributary.stack.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.CommandObjects;

/**
 * A Redis of a test class's own. It runs and is empty when a test begins, whatever the one before
 * did to it.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
public final class TestRedis extends ClassFixture implements BeforeEachCallback, AfterEachCallback {

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
  protected void start(Path directory) {
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
  protected void stop() {
    server.close();
  }
}
