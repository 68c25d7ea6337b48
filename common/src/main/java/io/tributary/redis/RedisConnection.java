package io.tributary.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * A connection to Redis that outlives restarts and failovers: to one server, to the primary that
 * Sentinels name, or to the primaries of a cluster. Every reply is looked at. A failure that passes
 * (no connection, {@code LOADING}, {@code READONLY}, {@code OOM}, {@code BUSY}, a timeout) is
 * retried with growing pauses until {@link RedisPatience} ends; any other, and the end of patience,
 * is thrown as {@link RedisFailure}.
 *
 * <p>A lost reply leaves open whether its command ran, so <b>whatever is sent here must be fit to
 * run twice</b>: see {@link RedisBatch}.
 *
 * <p>For one thread. A call blocks for as long as patience lasts, and ends early when its thread is
 * interrupted.
 */
public final class RedisConnection implements AutoCloseable {

  private static final CommandObjects COMMANDS = new CommandObjects();
  private static final int KEYS_AT_A_TIME = 1_000;

  private final RedisAddress address;
  private final RedisPatience patience;
  private final RedisNodes nodes;

  private RedisConnection(RedisAddress address, RedisPatience patience) {
    this.address = address;
    this.patience = patience;
    this.nodes = address.arrangement().open(address, RedisLogin.of(address, patience.timeout()));
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
   * Sends the commands in one go to each server and returns their replies, in order, once each has
   * succeeded. From the first command of a server that failed on, they are sent again.
   *
   * @throws RedisFailure if a command is refused for good, or patience ends. Any of the commands
   *     may have run.
   */
  public List<@Nullable Object> send(RedisBatch batch) {
    Attempts attempts = new Attempts(address, patience);
    Sending sending = new Sending(batch.commands());
    while (!sending.isDone()) {
      try {
        sending.round(nodes).forEach(failure -> recover(failure, batch, attempts));
      } catch (JedisException e) {
        attempts.failed(e);
        attempts.pause();
      }
    }
    return sending.replies();
  }

  /**
   * Who the servers are that take the writes. A server that has been restarted is another, so where
   * this answers the same as before, no write that was acknowledged in between got lost with one.
   */
  public String identity() {
    return String.join(",", info("server", "run_id"));
  }

  /**
   * The policies by which servers that take writes remove keys for want of memory: {@code
   * noeviction}, {@code allkeys-lru}; empty for one without a limit, or that does not say.
   */
  public List<String> evictionPolicies() {
    List<String> policies = new ArrayList<>(info("memory", "maxmemory_policy"));
    List<String> limits = info("memory", "maxmemory");
    for (int i = 0; i < policies.size(); i++) {
      if (i >= limits.size() || limits.get(i).equals("0")) {
        policies.set(i, "");
      }
    }
    return policies;
  }

  /** How many keys those servers have removed so since they were started. */
  public long evictedKeys() {
    return info("stats", "evicted_keys").stream()
        .filter(keys -> !keys.isEmpty())
        .mapToLong(Long::parseLong)
        .sum();
  }

  /**
   * Whether our user may run a command with its keys. It is run once, so it must be one that
   * changes nothing; that it fails for another reason says nothing against the right to it.
   */
  public boolean permits(CommandObject<?> harmless) {
    Attempts attempts = new Attempts(address, patience);
    while (true) {
      @Nullable HostAndPort asked = null;
      try {
        asked = nodes.of(harmless);
        nodes.connection(asked).executeCommand(harmless);
        return true;
      } catch (JedisConnectionException e) {
        attempts.failed(e);
        if (asked != null) {
          nodes.failed(asked);
        }
        attempts.pause();
      } catch (JedisException e) {
        return !RedisReply.code(e).equals("NOPERM");
      }
    }
  }

  /**
   * What each server that takes writes says of itself; empty where it says nothing.
   *
   * @param section of {@code INFO}, such as {@code server}
   * @param name for example {@code redis_version}
   */
  public List<String> info(String section, String name) {
    return ofEachPrimary(
        server -> {
          String info = server.executeCommand(COMMANDS.info(section));
          return info.lines()
              .filter(line -> line.startsWith(name + ":"))
              .map(line -> line.substring(name.length() + 1))
              .findFirst()
              .orElse("");
        });
  }

  /** The keys on all servers that begin so; none of a pattern's wildcards may be in it. */
  public Set<String> keys(String prefix) {
    ScanParams pattern = new ScanParams().match(prefix + "*").count(KEYS_AT_A_TIME);
    Set<String> keys = new LinkedHashSet<>();
    ofEachPrimary(server -> scan(server, pattern)).forEach(keys::addAll);
    return keys;
  }

  private static List<String> scan(Connection server, ScanParams pattern) {
    List<String> keys = new ArrayList<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> result = server.executeCommand(COMMANDS.scan(cursor, pattern));
      keys.addAll(result.getResult());
      cursor = result.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return keys;
  }

  private <T> List<T> ofEachPrimary(Function<Connection, T> question) {
    Attempts attempts = new Attempts(address, patience);
    while (true) {
      @Nullable HostAndPort asked = null;
      try {
        List<T> answers = new ArrayList<>();
        for (HostAndPort node : nodes.primaries()) {
          asked = node;
          answers.add(question.apply(nodes.connection(node)));
        }
        return answers;
      } catch (JedisException e) {
        attempts.failed(e);
        if (asked != null) {
          nodes.failed(asked);
        }
        attempts.pause();
      }
    }
  }

  private void recover(Sending.Failure failure, RedisBatch batch, Attempts attempts) {
    JedisException error = failure.error();
    if (error instanceof JedisRedirectionException redirection && nodes.follows(redirection)) {
      attempts.redirected(error);
      if (!(error instanceof JedisAskDataException)) {
        attempts.pause();
      }
      return;
    }
    attempts.failed(error);
    try {
      if (RedisReply.code(error).equals("NOSCRIPT")) {
        for (RedisScript script : batch.scripts()) {
          nodes.connection(failure.node()).executeCommand(COMMANDS.scriptLoad(script.source()));
        }
        return;
      }
      // Another server may answer behind the same name by now.
      nodes.failed(failure.node());
      attempts.pause();
    } catch (JedisException e) {
      nodes.failed(failure.node());
      attempts.failed(e);
      attempts.pause();
    }
  }

  @Override
  public void close() {
    nodes.close();
  }

  @Override
  public String toString() {
    return "Redis at " + address;
  }
}
