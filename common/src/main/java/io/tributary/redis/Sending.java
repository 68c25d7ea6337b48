package io.tributary.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A batch on its way. In each round every server gets, in one go, those of its commands that have
 * not been answered; from its first that fails on, they are left for the next round, so that
 * commands of one key take effect in their order.
 */
final class Sending {

  /** A server, and what went wrong there. */
  record Failure(HostAndPort node, JedisException error) {}

  private static final CommandObject<String> ASKING =
      new CommandObject<>(new CommandArguments(Protocol.Command.ASKING), BuilderFactory.STRING);

  private final List<CommandObject<?>> commands;
  private final @Nullable Object[] replies;
  private final boolean[] answered;
  private final Map<Integer, HostAndPort> asked = new HashMap<>();
  private int waiting;

  Sending(List<CommandObject<?>> commands) {
    this.commands = commands;
    this.replies = new @Nullable Object[commands.size()];
    this.answered = new boolean[commands.size()];
    this.waiting = commands.size();
  }

  boolean isDone() {
    return waiting == 0;
  }

  /** In the order of the commands, once each is answered. */
  List<@Nullable Object> replies() {
    return Arrays.asList(replies);
  }

  /**
   * Sends what is not answered.
   *
   * @throws JedisException if it is not known where to
   */
  List<Failure> round(RedisNodes nodes) {
    Map<HostAndPort, List<Integer>> byNode = new LinkedHashMap<>();
    for (int i = 0; i < answered.length; i++) {
      if (!answered[i]) {
        HostAndPort redirected = asked.get(i);
        HostAndPort node = redirected == null ? nodes.of(commands.get(i)) : redirected;
        byNode.computeIfAbsent(node, any -> new ArrayList<>()).add(i);
      }
    }
    List<Failure> failures = new ArrayList<>();
    byNode.forEach(
        (node, indices) -> {
          try {
            send(node, indices, nodes);
          } catch (JedisException e) {
            failures.add(new Failure(node, e));
          }
        });
    return failures;
  }

  /** Takes the replies up to the first that is an error, which it throws. */
  private void send(HostAndPort node, List<Integer> indices, RedisNodes nodes) {
    List<Response<?>> responses = new ArrayList<>(indices.size());
    // Not closed: closing would sync a second time, and the connection is kept.
    @SuppressWarnings("resource")
    Pipeline pipeline = new Pipeline(nodes.connection(node), false);
    for (int i : indices) {
      if (asked.containsKey(i)) {
        pipeline.appendCommand(ASKING);
      }
      responses.add(pipeline.appendCommand(commands.get(i)));
    }
    pipeline.sync();
    asked.keySet().removeAll(indices);
    noteWhoToAsk(indices, responses);
    for (int next = 0; next < responses.size(); next++) {
      int i = indices.get(next);
      replies[i] = responses.get(next).get();
      answered[i] = true;
      waiting--;
    }
  }

  /** A slot that moves has keys on both servers, so each such key is asked for where it is now. */
  private void noteWhoToAsk(List<Integer> indices, List<Response<?>> responses) {
    for (int next = 0; next < responses.size(); next++) {
      try {
        responses.get(next).get();
      } catch (JedisAskDataException ask) {
        asked.put(indices.get(next), ask.getTargetNode());
      } catch (JedisException other) {
        // Thrown again, and dealt with, once its turn comes.
      }
    }
  }
}
