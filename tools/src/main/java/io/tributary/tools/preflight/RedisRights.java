package io.tributary.tools.preflight;

import io.tributary.config.CacheConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.redis.RedisConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;

/**
 * Whether our user may do in Redis what jobs do. Each command is tried in a form that changes
 * nothing, on keys that nobody has: Redis looks at rights before it looks at anything else.
 */
final class RedisRights {

  /** Ends the keys that are tried. */
  private static final String NOBODYS = "tributary-preflight-" + UUID.randomUUID();

  private static final String NO_SCRIPT = "0".repeat(40);

  private final RedisConnection redis;
  private final Findings findings;
  private final boolean mayAsk;

  RedisRights(RedisConnection redis, Findings findings) {
    this.redis = redis;
    this.findings = findings;
    this.mayAsk = redis.permits(command(Command.INFO, "server"));
  }

  /** Whether servers tell our user what they are. */
  boolean mayAsk() {
    return mayAsk;
  }

  void look(PipelineConfig config) {
    if (!mayAsk) {
      refused("INFO", "any key");
    }
    if (!redis.permits(command(Command.SCRIPT, "LOAD", "no script"))) {
      refused("SCRIPT LOAD", "any key");
    }
    for (String rollup : config.rollups().keySet()) {
      features("feature:" + rollup + ":");
      features("feature:_fence:" + rollup + ":");
      features("feature:_attempt:" + rollup + ":");
    }
    if (!config.rollups().isEmpty()) {
      features("feature:_epoch");
    }
    TreeSet<String> entries = new TreeSet<>();
    TreeSet<TableId> tables = new TreeSet<>();
    for (CacheConfig cache : config.caches().values()) {
      entries.addAll(cache.keys());
      tables.add(cache.on());
    }
    entries.forEach(this::entries);
    tables.forEach(this::marks);
  }

  /** All that is done to the keys of rollups. */
  private void features(String prefix) {
    String key = prefix + NOBODYS;
    Map<String, CommandObject<Object>> commands = new LinkedHashMap<>(hash(key));
    commands.put("GET", command(Command.GET, key));
    commands.put("SET", command(Command.SET, key, "", "XX"));
    commands.put("DEL", command(Command.DEL, key));
    commands.put("UNLINK", command(Command.UNLINK, key));
    commands.put("EXISTS", command(Command.EXISTS, key));
    commands.put("EXPIRE", command(Command.EXPIRE, key, "1"));
    commands.put("HMGET", command(Command.HMGET, key, "a"));
    commands.put("HDEL", command(Command.HDEL, key, "a"));
    commands.put("HLEN", command(Command.HLEN, key));
    commands.put("HEXISTS", command(Command.HEXISTS, key, "a"));
    look(prefix, commands);
  }

  private void entries(String template) {
    String prefix = template.replaceFirst("\\{.*", "");
    look(prefix, Map.of("UNLINK", command(Command.UNLINK, prefix + NOBODYS)));
  }

  private void marks(TableId table) {
    look("freshness:", hash("freshness:" + table + NOBODYS));
  }

  /** Two fields and one value: Redis refuses it, once it has looked at rights. */
  private static Map<String, CommandObject<Object>> hash(String key) {
    Map<String, CommandObject<Object>> commands = new LinkedHashMap<>();
    commands.put("EVALSHA", command(Command.EVALSHA, NO_SCRIPT, "1", key));
    commands.put("HGET", command(Command.HGET, key, "a"));
    commands.put("HSET", command(Command.HSET, key, "a", "b", "c"));
    return commands;
  }

  private void look(String prefix, Map<String, CommandObject<Object>> commands) {
    List<String> refused = new ArrayList<>();
    commands.forEach(
        (name, command) -> {
          if (!redis.permits(command)) {
            refused.add(name);
          }
        });
    if (!refused.isEmpty()) {
      refused(String.join(", ", refused), "keys " + prefix + "*");
    }
  }

  private void refused(String commands, String keys) {
    findings.problem(
        "Redis user",
        "may not run %s on %s".formatted(commands, keys),
        "ACL SETUSER .. ~feature:* ~freshness:* and the caches' keys, +@read +@write +@scripting"
            + " +@connection +info");
  }

  private static CommandObject<Object> command(Command command, String... arguments) {
    CommandArguments all = new CommandArguments(command);
    for (String argument : arguments) {
      all.add(argument);
    }
    return new CommandObject<>(all, BuilderFactory.RAW_OBJECT);
  }
}
