package io.tributary.redis;

import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection to one Redis server that outlives the server's restarts. Every reply is looked at. A
 * failure that passes (no connection, {@code LOADING}, {@code READONLY}, {@code OOM}, {@code BUSY},
 * a timeout) is retried with growing pauses until {@link RedisPatience} ends; any other, and the
 * end of patience, is thrown as {@link RedisFailure}.
 *
 * <p>A reply that got lost does not tell whether its command ran, so <b>whatever is sent here must
 * be fit to run twice</b>: see {@link RedisBatch}.
 *
 * <p>For one thread. A call blocks for as long as patience lasts, and ends early when its thread is
 * interrupted.
 */
public final class RedisConnection implements AutoCloseable {

  private static final CommandObjects COMMANDS = new CommandObjects();

  private final RedisAddress address;
  private final RedisPatience patience;
  private @Nullable Connection connection;

  private RedisConnection(RedisAddress address, RedisPatience patience) {
    this.address = address;
    this.patience = patience;
  }

  public static RedisConnection open(RedisAddress address) {
    return open(address, RedisPatience.DEFAULT);
  }

  /**
   * Connects and asks for a {@code PING}, so that a wrong address or password shows at once.
   *
   * @throws RedisFailure if there is no server that lets us in
   */
  public static RedisConnection open(RedisAddress address, RedisPatience patience) {
    RedisConnection opened = new RedisConnection(address, patience);
    opened.call(COMMANDS.ping());
    return opened;
  }

  /** Runs one command, which must be fit to run twice. */
  public <T> T call(CommandObject<T> command) {
    @SuppressWarnings("unchecked") // The one reply is that of the one command.
    T reply = (T) send(new RedisBatch().add(command)).get(0);
    return reply;
  }

  /**
   * Sends the commands in one go and returns their replies, in order, once each has succeeded. From
   * the first command that failed on, they are sent again.
   *
   * @throws RedisFailure if a command is refused for good, or patience ends. Any of the commands
   *     may have run.
   */
  public List<@Nullable Object> send(RedisBatch batch) {
    Attempts attempts = new Attempts(address, patience);
    List<@Nullable Object> replies = new ArrayList<>(batch.size());
    while (replies.size() < batch.size()) {
      try {
        sendOnce(batch.from(replies.size()), replies);
      } catch (JedisException e) {
        recover(e, batch, attempts);
      }
    }
    return replies;
  }

  /** Appends the replies up to the first that is an error, which it throws. */
  private void sendOnce(List<CommandObject<?>> commands, List<@Nullable Object> replies) {
    List<Response<?>> responses = new ArrayList<>(commands.size());
    // Not closed: closing would sync a second time, and the connection is kept.
    @SuppressWarnings("resource")
    Pipeline pipeline = new Pipeline(connected(), false);
    for (CommandObject<?> command : commands) {
      responses.add(pipeline.appendCommand(command));
    }
    pipeline.sync();
    for (Response<?> response : responses) {
      replies.add(response.get());
    }
  }

  private void recover(JedisException error, RedisBatch batch, Attempts attempts) {
    attempts.failed(error);
    try {
      if (RedisReply.code(error).equals("NOSCRIPT")) {
        for (RedisScript script : batch.scripts()) {
          connected().executeCommand(COMMANDS.scriptLoad(script.source()));
        }
        return;
      }
      // Another server may answer behind the same name by now.
      close();
      attempts.pause();
    } catch (JedisException e) {
      close();
      attempts.failed(e);
      attempts.pause();
    }
  }

  private Connection connected() {
    if (connection == null) {
      connection = new Connection(new HostAndPort(address.host(), address.port()), clientConfig());
    }
    return connection;
  }

  private DefaultJedisClientConfig clientConfig() {
    int timeoutMillis = Math.toIntExact(patience.timeout().toMillis());
    SSLParameters verified = new SSLParameters();
    verified.setEndpointIdentificationAlgorithm("HTTPS");
    return DefaultJedisClientConfig.builder()
        .timeoutMillis(timeoutMillis)
        .user(address.user())
        .password(address.password())
        .database(address.database())
        .clientName("tributary")
        .ssl(address.tls())
        .sslParameters(verified)
        .build();
  }

  @Override
  public void close() {
    Connection closing = connection;
    connection = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (JedisConnectionException e) {
        // What was sent has been answered or will be sent again; the socket is gone either way.
        closing.setBroken();
      }
    }
  }

  @Override
  public String toString() {
    return "Redis at " + address;
  }
}
