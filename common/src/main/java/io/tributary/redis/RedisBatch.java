package io.tributary.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;

/**
 * Commands for one round trip, in order; of a cluster, in the order of each server's. All keys of a
 * command belong to one slot. {@link RedisConnection#send} may send a suffix of them more than
 * once, so running one twice in a row has to leave Redis as running it once: {@code UNLINK}, {@code
 * HSET}, a script that compares versions, but not {@code INCR}.
 */
public final class RedisBatch {

  private static final CommandObjects COMMANDS = new CommandObjects();

  private final List<CommandObject<?>> commands = new ArrayList<>();
  private final Set<RedisScript> scripts = new LinkedHashSet<>();

  /** Adds any command of Jedis's {@link CommandObjects}. */
  public RedisBatch add(CommandObject<?> command) {
    commands.add(command);
    return this;
  }

  /** Adds {@code UNLINK}; its reply is a {@link Long}, 1 if there was such a key. */
  public RedisBatch unlink(String key) {
    return add(COMMANDS.unlink(key));
  }

  /** Adds a call of a script; its reply is what the script returns. */
  public RedisBatch evaluate(RedisScript script, List<String> keys, List<String> arguments) {
    scripts.add(script);
    return add(COMMANDS.evalsha(script.sha1(), keys, arguments));
  }

  public int size() {
    return commands.size();
  }

  public boolean isEmpty() {
    return commands.isEmpty();
  }

  List<CommandObject<?>> commands() {
    return commands;
  }

  Set<RedisScript> scripts() {
    return scripts;
  }
}
