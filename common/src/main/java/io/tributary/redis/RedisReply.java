package io.tributary.redis;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What an error from Redis asks of us, read from the code that leads it: {@code LOADING Redis is
 * loading the dataset in memory}.
 */
final class RedisReply {

  static final String CONNECTION = "connection";

  private static final Set<String> TRANSIENT =
      Set.of(
          CONNECTION,
          "LOADING",
          "READONLY",
          "OOM",
          "BUSY",
          "UNKILLABLE",
          "MISCONF",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "NOREPLICAS",
          "TRYAGAIN",
          "NOSCRIPT");

  private static final Pattern IN_SCRIPT =
      Pattern.compile(
          "^ERR Error running script .*@user_script: \\d+: -?([A-Z]+ .*)", Pattern.DOTALL);

  /** Not the apostrophe of {@code You can't write}. */
  private static final Pattern QUOTE = Pattern.compile("(?<![a-z])['`\"]");

  private RedisReply() {}

  /** The error's code, or {@code connection} where there was no reply at all. */
  static String code(JedisException error) {
    if (error instanceof JedisConnectionException) {
      return CONNECTION;
    }
    String text = message(error);
    if (text.startsWith("ERR max number of clients")) {
      return CONNECTION;
    }
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  static boolean isTransient(String code) {
    return TRANSIENT.contains(code);
  }

  /** The error's text up to the first thing it quotes, which could be a key or a value. */
  static String text(JedisException error) {
    return QUOTE.split(message(error), 2)[0].strip();
  }

  /** Redis before 7 puts what a script met with behind where in the script that was. */
  private static String message(JedisException error) {
    String text = String.valueOf(error.getMessage());
    Matcher inScript = IN_SCRIPT.matcher(text);
    return inScript.find() ? inScript.group(1).strip() : text;
  }

  /** What a person can do about an error. */
  static String advice(String code) {
    return switch (code) {
      case CONNECTION ->
          "check that it runs, that this machine reaches it, and redis.url (rediss:// with TLS)";
      case "LOADING" -> "it is reading its data from disk; wait, or give it more time";
      case "READONLY" -> "it is a replica: point redis.url at the primary";
      case "OOM" -> "it is at maxmemory: give it more memory or let it evict";
      case "BUSY", "UNKILLABLE" -> "a script has been running in it for long: see SCRIPT KILL";
      case "MISCONF" -> "it cannot save to its disk and refuses writes: see its log";
      case "MOVED", "ASK", "CROSSSLOT" -> "it is a cluster: redis.mode does not fit it";
      case "NOAUTH", "WRONGPASS" -> "check the user and password of redis.url";
      case "NOPERM" -> "grant its user this command and the keys in an ACL";
      default -> "see the server's log";
    };
  }
}
